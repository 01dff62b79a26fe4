import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { PROFILES_FOLDER, REFERENCE_FOLDER, SOURCES_NAME } from '../contracts/index.ts'
import { Folder, isOdd, skippedBy, statKey, type Line } from './folder.ts'
import { openable } from './raw-names.ts'
import {
  folderNow,
  inside,
  legibleBelow,
  list,
  stat,
  taken,
  walk,
  type Listed,
  type Seen,
  type Share,
} from './share.ts'

/** A landed file as the folder shows it; nothing of its content has been read. */
export interface LandedFile {
  /** Path below the landing folder, with `/` between the parts, as it may be shown and kept. */
  path: string
  /** The same in words: it may name a person and stays in memory. */
  words: string
  absolute: string
  /** First folder of the path; null for a file that lies in no folder. */
  feed: string | null
  bytes: number
  modifiedMs: number
  /** Size, times and inode, and what the profile says: while they stay, the same rows are taken to come of it. */
  statKey: string
  /** Why it is not read: what is no regular file. Null for one that is. */
  skipped: string | null
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
 * Looks at every file under the landing folder but those of the `control` names that steer the program. Names that begin with a dot are not data. A
 * folder that does not exist holds no files.
 */
export async function scan(
  landingDir: string,
  known: ReadonlyMap<string, Folder> = new Map(),
  keyOf: KeyOf = NO_KEY,
  control = CONTROL_NAMES,
): Promise<Scan> {
  const found: Scan = { at: Date.now(), files: [], folders: new Map() }
  const { above, branches } = branchesOf(landingDir, control)
  const share: Share = { root: landingDir, branches, next: new SharedArrayBuffer(4) }
  const beside = keyOf === NO_KEY && isLarge(known) ? helper(share) : null
  const take = (below: string, folder: Folder) => {
    const before = known.get(below)
    if (before?.text !== folder.text)
      for (const line of folder.beside(before)) found.files.push(landed(landingDir, below, line))
    if (folder.size > 0) found.folders.set(below, folder)
  }
  const look = (listed: Listed) => {
    take(listed.below, folderNow(landingDir, listed, keyOf))
    for (const name of listed.names.filter(isOdd)) {
      const path = `${inside(listed.below)}${name}`
      const s = stat(join(landingDir, path))
      const line = s && {
        name,
        key: statKey(s) + keyOf(legibleBelow(landingDir, path)),
        bytes: s.size,
        modifiedMs: s.mtimeMs,
      }
      if (line) found.files.push(landed(landingDir, listed.below, line))
    }
  }
  const lookBelow = (branch: string) => {
    for (const listed of walk(landingDir, branch)) look(listed)
  }
  for (const listed of above) look(listed)
  // Asked one after the other: a promise for each of some hundred thousand files takes four times as long as the answer.
  for (const i of taken(share)) {
    lookBelow(branches[i]!)
    await setImmediate()
  }
  for (const [i, folders] of (await beside) ?? []) {
    if (folders === null) lookBelow(branches[i]!)
    else for (const [below, text] of folders) take(below, new Folder(text))
  }
  found.files.sort((a, b) => comparePaths(a.path, b.path))
  return found
}

const NO_KEY: KeyOf = () => ''

/** From so many characters of known folders on, about fifty thousand files, a second thread is worth its start. */
const TEXT_FOR_HELP = 3_000_000

function isLarge(known: ReadonlyMap<string, Folder>): boolean {
  let size = 0
  for (const folder of known.values()) size += folder.size
  return size >= TEXT_FOR_HELP
}

/** What a second thread found in the branches that it took. */
function helper(share: Share): Promise<Seen[]> {
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

/** What lies beside the feeds and is none, unless it has a folder of its own. */
export const CONTROL_NAMES: ReadonlySet<string> = new Set([PROFILES_FOLDER, REFERENCE_FOLDER, SOURCES_NAME])

/** The folders within the folders of feeds, and the files that lie above them. */
function branchesOf(root: string, beside: ReadonlySet<string>): { above: Listed[]; branches: string[] } {
  const { folders: tops, ...top } = list(root)
  const feeds = tops.filter((name) => !beside.has(name))
  const listed = feeds.map((feed) => ({ feed, ...list(join(root, feed), true) }))
  return {
    above: [
      { ...top, below: '', names: top.names.filter((name) => !beside.has(name)) },
      ...listed.map(({ feed, folders: _, ...listing }) => ({ below: feed, ...listing })),
    ],
    branches: listed.flatMap(({ feed, folders }) => folders.map((name) => `${feed}/${name}`)),
  }
}

function landed(root: string, below: string, { name, key, bytes, modifiedMs }: Line): LandedFile {
  const path = `${inside(below)}${name}`
  return {
    path,
    words: legibleBelow(root, path),
    absolute: join(root, path),
    feed: path.includes('/') ? path.slice(0, path.indexOf('/')) : null,
    bytes,
    modifiedMs,
    statKey: key,
    skipped: skippedBy(key),
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
    const s = statSync(openable(absolute), { throwIfNoEntry: false })
    return !s || statKey(s) !== before.split('~', 1)[0]
  } catch {
    return true
  }
}
