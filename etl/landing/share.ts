import { existsSync, lstatSync, readdirSync, type Dirent } from 'node:fs'
import { EtlError } from '../errors.ts'
import { Folder, isOdd, skippedKey, type Stats } from './folder.ts'
import { privateName } from './private-names.ts'
import { legible, openable, shownName } from './raw-names.ts'

/** What stands in one folder beside other folders. */
export interface Listing {
  /** Sorted. */
  names: string[]
  /** Those that are no regular files, and why they are not read. */
  skipped: ReadonlyMap<string, string>
  /** Whether some name is shown otherwise than its bytes say: it is no UTF-8, or could be a person's. */
  hasRaw: boolean
}

/** The files of one folder below the landing folder, by name. */
export interface Listed extends Listing {
  below: string
}

/** Branches of the landing folder that two threads look at together: who is free takes the next. */
export interface Share {
  root: string
  /** Folders, each to be looked at with all that is in it. */
  branches: string[]
  /** One 32-bit number: the next branch that nobody has taken. */
  next: SharedArrayBuffer
}

/** Indices of the branches that the calling thread takes until none is left. */
export function* taken({ branches, next }: Share): Generator<number> {
  const counter = new Int32Array(next)
  for (;;) {
    const i = Atomics.add(counter, 0, 1)
    if (i >= branches.length) return
    yield i
  }
}

/** Null for a file that went away while the folder was read: the next run sees what has become of it. */
export function stat(absolute: string): Stats | null {
  try {
    const s = lstatSync(openable(absolute), { throwIfNoEntry: false })
    return s?.isFile() ? s : null
  } catch {
    return null
  }
}

/** A path below `root` in words, as profiles name files. */
export const legibleBelow = (root: string, path: string): string => legible(`${root}/${path}`).slice(root.length + 1)

export const inside = (below: string) => (below === '' ? '' : `${below}/`)

/**
 * Names of the files in a folder, and of the folders; none where it is not there. Names that begin with a dot are not data (upload
 * tools park unfinished files under such names). `isFeed`: the folders in it may bear the codes of centers.
 */
export function list(folder: string, isFeed = false): Listing & { folders: string[] } {
  const skipped = new Map<string, string>()
  const found = { names: [] as string[], folders: [] as string[], skipped, hasRaw: false }
  let all = entries(folder)
  // The replacement sign stands for bytes that are no UTF-8: only then names are asked for as bytes.
  const isCode = (entry: Pick<Entry, 'isDirectory'>) => isFeed && entry.isDirectory()
  if (all.some((e) => e.name.includes('\ufffd') || privateName(e.name, isCode(e)) !== e.name)) {
    found.hasRaw = true
    const taken = new Set(all.map((entry) => entry.name))
    all = entries(folder, (name, entry) => shownName(folder, name, taken, isCode(entry)))
  }
  for (const entry of all) {
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory()) found.folders.push(entry.name)
    else found.names.push(entry.name)
    const kind = entry.isFile() || entry.isDirectory() ? null : kindOf(entry)
    if (kind) skipped.set(entry.name, kind)
  }
  found.names.sort()
  return found
}

type Entry = Pick<Dirent, 'name' | 'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket'>

/** Why something that is no regular file is not read. A link could show what lies outside, a pipe would never end. */
function kindOf(entry: Entry): string {
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isFIFO()) return 'pipe'
  return entry.isSocket() ? 'socket' : 'device'
}

function entries(folder: string, shown?: (name: Buffer, entry: Pick<Entry, 'isDirectory'>) => string): Entry[] {
  try {
    if (!shown) return readdirSync(openable(folder), { withFileTypes: true })
    return readdirSync(openable(folder), { withFileTypes: true, encoding: 'buffer' }).map((entry) => ({
      name: shown(entry.name, entry),
      isFile: () => entry.isFile(),
      isDirectory: () => entry.isDirectory(),
      isSymbolicLink: () => entry.isSymbolicLink(),
      isFIFO: () => entry.isFIFO(),
      isSocket: () => entry.isSocket(),
    }))
  } catch (error) {
    const { code = 'error' } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    throw new EtlError(
      'etl/landing-unreadable',
      `cannot list ${folder} (${code}). Give this user read access, or set LANDING_DIR to the folder where feeds arrive.`,
    )
  }
}

/** The folders at and below a branch. */
export function* walk(root: string, below: string): Generator<Listed> {
  const { folders, ...listing } = list(`${root}/${below}`)
  for (const name of folders) yield* walk(root, `${below}/${name}`)
  yield { below, ...listing }
}

/** A folder as it is now; without names that its text cannot hold. */
export function folderNow(root: string, { below, names, skipped }: Listed, keyOf: (path: string) => string): Folder {
  const folder = new Folder()
  for (const name of names) {
    const why = skipped.get(name)
    if (why) {
      folder.addKey(name, skippedKey(why))
      continue
    }
    const path = `${inside(below)}${name}`
    const s = isOdd(name) ? null : stat(`${root}/${path}`)
    if (s) folder.add(name, s, keyOf(legibleBelow(root, path)))
  }
  return folder
}

/** A branch by its index, and what its folders hold; null leaves it to the first thread. */
export type Seen = [branch: number, folders: [below: string, text: string][] | null]

/** Looks at the branches that the calling thread takes. */
export function branchesNow(share: Share): Seen[] {
  const seen: Seen[] = []
  // One by one: what is taken is no longer for the other thread.
  for (const i of taken(share)) seen.push([i, branchNow(share.root, share.branches[i]!)])
  return seen
}

/** Null where something wants more than a text can say: a folder that cannot be listed, or an odd name; its own too, which only the first thread knows. */
function branchNow(root: string, below: string): [string, string][] | null {
  if (!existsSync(`${root}/${below}`)) return null
  try {
    const listed = [...walk(root, below)]
    if (listed.some(({ names, hasRaw }) => hasRaw || names.some(isOdd))) return null
    return listed.map((one) => [one.below, folderNow(root, one, () => '').text])
  } catch {
    return null
  }
}
