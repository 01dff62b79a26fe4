import { readdirSync, statSync, type Dirent } from 'node:fs'
import { EtlError } from '../errors.ts'
import { Folder, isOdd, type Stats } from './folder.ts'

/** The files of one folder below the landing folder, by name. */
export interface Listed {
  below: string
  names: string[]
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

/** Null for a link to a folder, or a file that went away while the folder was read: the next run sees what has become of it. */
export function stat(absolute: string): Stats | null {
  try {
    const s = statSync(absolute, { throwIfNoEntry: false })
    return s?.isFile() ? s : null
  } catch {
    return null
  }
}

export const inside = (below: string) => (below === '' ? '' : `${below}/`)

/**
 * Names of the files in a folder, sorted, and of the folders; none where it is not there. Names that begin with a dot are not data
 * (upload tools park unfinished files under such names).
 */
export function list(folder: string): { names: string[]; folders: string[] } {
  const found = { names: [] as string[], folders: [] as string[] }
  for (const entry of entries(folder)) {
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory()) found.folders.push(entry.name)
    else found.names.push(entry.name)
  }
  found.names.sort()
  return found
}

function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
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
  const { names, folders } = list(`${root}/${below}`)
  for (const name of folders) yield* walk(root, `${below}/${name}`)
  yield { below, names }
}

/** A folder as it is now; without names that its text cannot hold. */
export function folderNow(root: string, { below, names }: Listed, keyOf: (path: string) => string): Folder {
  const folder = new Folder()
  for (const name of names) {
    const path = `${inside(below)}${name}`
    const s = isOdd(name) ? null : stat(`${root}/${path}`)
    if (s) folder.add(name, s, keyOf(path))
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

/** Null where something wants more than a text can say: a folder that cannot be listed, or an odd name. */
function branchNow(root: string, below: string): [string, string][] | null {
  try {
    const listed = [...walk(root, below)]
    if (listed.some(({ names }) => names.some(isOdd))) return null
    return listed.map((one) => [one.below, folderNow(root, one, () => '').text])
  } catch {
    return null
  }
}
