import { readdirSync, statSync, type Dirent } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { PROFILES_FOLDER, REFERENCE_FOLDER, SOURCES_NAME } from '../contracts/index.ts'
import { EtlError } from '../errors.ts'
import { Folder, statKey, type Stats } from './folder.ts'

/** A landed file as the folder shows it; nothing of its content has been read. */
export interface LandedFile {
  /** Path below the landing folder, with `/` between the parts. */
  path: string
  absolute: string
  /** First folder of the path; null for a file that lies in no folder. */
  feed: string | null
  bytes: number
  modifiedMs: number
  /** Size, times and inode, and what the profile says: while they stay, the same rows are taken to come of it. */
  statKey: string
}

/** What beside size, times and inode decides what is read of the file at a path, behind a `~`; empty for most. */
export type KeyOf = (path: string) => string

/** What a look at the landing folder found. */
export interface Scan {
  /** When it began, milliseconds: a file modified shortly before may still be written to. */
  at: number
  /** Files that `known` does not name with their present size, times and inode, sorted by the bytes of the path. */
  files: LandedFile[]
  /** Every file, by folder: what a later scan may take as known. */
  folders: Map<string, Folder>
}

/**
 * Looks at every file under the landing folder but the reference data and profiles. Names that begin with a dot are not data (upload
 * tools park unfinished files under such names). A folder that does not exist holds no files.
 */
export async function scan(
  landingDir: string,
  known: ReadonlyMap<string, Folder> = new Map(),
  keyOf: KeyOf = () => '',
): Promise<Scan> {
  const found: Scan = { at: Date.now(), files: [], folders: new Map() }
  // Asked one after the other: a promise for each of some hundred thousand files takes four times as long as the answer.
  for (const { below, names } of walk(landingDir, '')) {
    const folder = look(landingDir, below, names, { known: known.get(below), found: found.files, keyOf })
    if (folder.size > 0) found.folders.set(below, folder)
    await setImmediate()
  }
  found.files.sort((a, b) => comparePaths(a.path, b.path))
  return found
}

/** Every file under the landing folder but the reference data, sorted by the bytes of the path. */
export async function discover(landingDir: string): Promise<LandedFile[]> {
  return (await scan(landingDir)).files
}

/** What lies beside the feeds and is none. */
const BESIDE = new Set([PROFILES_FOLDER, REFERENCE_FOLDER, SOURCES_NAME])

/** The names of the files of each folder, sorted. */
function* walk(root: string, below: string): Generator<{ below: string; names: string[] }> {
  const names: string[] = []
  for (const entry of list(join(root, below))) {
    const { name } = entry
    if (name.startsWith('.')) continue
    const path = below === '' ? name : `${below}/${name}`
    if (BESIDE.has(path)) continue
    if (entry.isDirectory()) yield* walk(root, path)
    else names.push(name)
  }
  yield { below, names: names.sort() }
}

function list(folder: string): Dirent[] {
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

interface Looking {
  known: Folder | undefined
  found: LandedFile[]
  keyOf: KeyOf
}

function look(root: string, below: string, names: string[], { known, found, keyOf }: Looking): Folder {
  const inside = below === '' ? '' : `${below}/`
  const folder = new Folder()
  const stats = names.map((name) => {
    const s = stat(`${root}/${inside}${name}`)
    if (s) folder.add(name, s, keyOf(`${inside}${name}`))
    return s
  })
  if (known?.text === folder.text) return folder
  for (const [i, name] of names.entries()) {
    const s = stats[i]
    const path = `${inside}${name}`
    if (s && !known?.has(name, s, keyOf(path))) found.push(landed(root, path, s, keyOf(path)))
  }
  return folder
}

/** Null for a link to a folder, or a file that went away while the folder was read: the next run sees what has become of it. */
function stat(absolute: string): Stats | null {
  try {
    const s = statSync(absolute, { bigint: true, throwIfNoEntry: false })
    return s?.isFile() ? s : null
  } catch {
    return null
  }
}

function landed(root: string, path: string, s: Stats, key: string): LandedFile {
  return {
    path,
    absolute: join(root, path),
    feed: path.includes('/') ? path.slice(0, path.indexOf('/')) : null,
    bytes: Number(s.size),
    modifiedMs: Number(s.mtimeMs),
    statKey: statKey(s) + key,
  }
}

/** A text with a code unit from which on UTF-16 and UTF-8 sort differently. */
const HIGH = /[\ud800-\uffff]/

function comparePaths(a: string, b: string): number {
  if (HIGH.test(a) || HIGH.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b))
  return a < b ? -1 : a > b ? 1 : 0
}
/** Whether a file was written to, replaced or removed since it was listed. */
export function hasMoved({ absolute, statKey: before }: LandedFile): boolean {
  try {
    const s = statSync(absolute, { bigint: true, throwIfNoEntry: false })
    return !s || statKey(s) !== before.split('~', 1)[0]
  } catch {
    return true
  }
}
