import { readdirSync, statSync, type BigIntStats, type Dirent } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { REFERENCE_FOLDER } from '../contracts/index.ts'
import { EtlError } from '../errors.ts'

/** A landed file as the folder shows it; nothing of its content has been read. */
export interface LandedFile {
  /** Path below the landing folder, with `/` between the parts. */
  path: string
  absolute: string
  /** First folder of the path; null for a file that lies in no folder. */
  feed: string | null
  bytes: number
  modifiedMs: number
  /** Size, times and inode: while they stay, the content is taken to be the same. */
  statKey: string
}

/**
 * Every file under the landing folder but the reference data, sorted by the bytes of the path. Names that begin with a dot
 * are not data (upload tools park unfinished files under such names). A folder that does not exist holds no files.
 */
export async function discover(landingDir: string): Promise<LandedFile[]> {
  const found: LandedFile[] = []
  // Asked one after the other: a promise for each of some hundred thousand files takes four times as long as the answer.
  for (const paths of walk(landingDir, '')) {
    for (const path of paths) add(landingDir, path, found)
    await setImmediate()
  }
  return found.sort((a, b) => comparePaths(a.path, b.path))
}

/** The paths of the files of each folder. */
function* walk(root: string, below: string): Generator<string[]> {
  const files: string[] = []
  for (const entry of list(join(root, below))) {
    const { name } = entry
    if (name.startsWith('.')) continue
    const path = below === '' ? name : `${below}/${name}`
    if (path === REFERENCE_FOLDER) continue
    if (entry.isDirectory()) yield* walk(root, path)
    else files.push(path)
  }
  yield files
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

/** A text with a code unit from which on UTF-16 and UTF-8 sort differently. */
const HIGH = /[\ud800-\uffff]/

function comparePaths(a: string, b: string): number {
  if (HIGH.test(a) || HIGH.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b))
  return a < b ? -1 : a > b ? 1 : 0
}

function add(root: string, path: string, found: LandedFile[]): void {
  const absolute = `${root}/${path}`
  let s
  try {
    s = statSync(absolute, { bigint: true, throwIfNoEntry: false })
  } catch {
    return
  }
  // A link to a folder, or a file that went away while the folder was read: the next run sees what has become of it.
  if (!s?.isFile()) return
  found.push({
    path,
    absolute,
    feed: path.includes('/') ? path.slice(0, path.indexOf('/')) : null,
    bytes: Number(s.size),
    modifiedMs: Number(s.mtimeMs),
    statKey: statKeyOf(s),
  })
}

const statKeyOf = (s: BigIntStats) => `${s.size}:${s.mtimeNs}:${s.ctimeNs}:${s.ino}`

/** Whether a file was written to, replaced or removed since it was listed. */
export function hasMoved({ absolute, statKey }: LandedFile): boolean {
  try {
    const s = statSync(absolute, { bigint: true, throwIfNoEntry: false })
    return !s || statKeyOf(s) !== statKey
  } catch {
    return true
  }
}
