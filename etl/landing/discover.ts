import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
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
 * Every file under the landing folder but the reference data, sorted by path. Names that begin with a dot are not data
 * (upload tools park unfinished files under such names). A folder that does not exist holds no files.
 */
export async function discover(landingDir: string): Promise<LandedFile[]> {
  const found: LandedFile[] = []
  await walk(landingDir, '', found)
  return found.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
}

async function walk(root: string, below: string, found: LandedFile[]): Promise<void> {
  let entries
  try {
    entries = await readdir(join(root, below), { withFileTypes: true })
  } catch (error) {
    const { code = 'error' } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return
    throw new EtlError(
      'etl/landing-unreadable',
      `cannot list ${join(root, below)} (${code}). Give this user read access, or set LANDING_DIR to the folder where feeds arrive.`,
    )
  }
  const files: Promise<void>[] = []
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (path === REFERENCE_FOLDER) continue
    if (entry.isDirectory()) await walk(root, path, found)
    else files.push(add(root, path, found))
  }
  await Promise.all(files)
}

async function add(root: string, path: string, found: LandedFile[]): Promise<void> {
  const absolute = join(root, path)
  const s = await stat(absolute, { bigint: true }).catch(() => null)
  // A link to a folder, or a file that went away while the folder was read: the next run sees what has become of it.
  if (!s?.isFile()) return
  found.push({
    path,
    absolute,
    feed: path.includes('/') ? path.slice(0, path.indexOf('/')) : null,
    bytes: Number(s.size),
    modifiedMs: Number(s.mtimeMs),
    statKey: `${s.size}:${s.mtimeNs}:${s.ctimeNs}:${s.ino}`,
  })
}
