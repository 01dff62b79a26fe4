import { readdirSync, statSync, type Dirent } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { PROFILES_FOLDER, REFERENCE_FOLDER, SOURCES_NAME } from '../contracts/index.ts'
import { EtlError } from '../errors.ts'
import { Folder, statKey, type Stats } from './folder.ts'
import { folderNow, inside, taken, type Listed, type Share } from './share.ts'

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
  keyOf: KeyOf = NO_KEY,
): Promise<Scan> {
  const found: Scan = { at: Date.now(), files: [], folders: new Map() }
  const folders = [...walk(landingDir, '')]
  const share: Share = { root: landingDir, folders, next: new SharedArrayBuffer(4) }
  // A folder that is not as it was known is looked at once more here, so where nothing is known help would be work done twice.
  const beside = keyOf === NO_KEY && known.size > 0 ? helper(share) : null
  const take = (i: number, now: Folder | null) => {
    const listed = folders[i]!
    const folder = look(landingDir, listed, now, { known: known.get(listed.below), found: found.files, keyOf })
    if (folder.size > 0) found.folders.set(listed.below, folder)
  }
  // Asked one after the other: a promise for each of some hundred thousand files takes four times as long as the answer.
  for (const i of taken(share)) {
    take(i, null)
    await setImmediate()
  }
  for (const [i, text] of (await beside) ?? []) take(i, new Folder(text))
  found.files.sort((a, b) => comparePaths(a.path, b.path))
  return found
}

const NO_KEY: KeyOf = () => ''

/** From so many files on a second thread is worth its start. */
const FILES_FOR_HELP = 50_000

/** What a second thread found in the folders that it took; without help the first takes them all. */
function helper(share: Share): Promise<[number, string][]> | null {
  if (share.folders.reduce((n, { names }) => n + names.length, 0) < FILES_FOR_HELP) return null
  const worker = new Worker(new URL('./scan-worker.js', import.meta.url), { workerData: share })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** Every file under the landing folder but the reference data, sorted by the bytes of the path. */
export async function discover(landingDir: string): Promise<LandedFile[]> {
  return (await scan(landingDir)).files
}

/** What lies beside the feeds and is none. */
const BESIDE = new Set([PROFILES_FOLDER, REFERENCE_FOLDER, SOURCES_NAME])

/** The names of the files of each folder, sorted. */
function* walk(root: string, below: string): Generator<Listed> {
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

/** @param now the folder as another thread has found it; null: look */
function look(root: string, listed: Listed, now: Folder | null, { known, found, keyOf }: Looking): Folder {
  if (now && known?.text === now.text) return now
  const stats: (Stats | null)[] = []
  const folder = folderNow(root, listed, keyOf, (s) => stats.push(s))
  if (known?.text === folder.text) return folder
  for (const [i, name] of listed.names.entries()) {
    const s = stats[i]
    const path = `${inside(listed.below)}${name}`
    if (s && !known?.has(name, s, keyOf(path))) found.push(landed(root, path, s, keyOf(path)))
  }
  return folder
}

function landed(root: string, path: string, s: Stats, key: string): LandedFile {
  return {
    path,
    absolute: join(root, path),
    feed: path.includes('/') ? path.slice(0, path.indexOf('/')) : null,
    bytes: s.size,
    modifiedMs: s.mtimeMs,
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
    const s = statSync(absolute, { throwIfNoEntry: false })
    return !s || statKey(s) !== before.split('~', 1)[0]
  } catch {
    return true
  }
}
