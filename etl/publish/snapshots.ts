import { constants, existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EtlError } from '../errors.ts'
import { syncPath } from './durable.ts'

export const SNAPSHOT_FOLDER = 'snapshots'

export const snapshotFile = (id: string) => `${SNAPSHOT_FOLDER}/snapshot-${id}.duckdb`

const WORK_PREFIX = '.work-'

/** Copies the base snapshot (sharing blocks where the file system can) to the run's working file; without a base it is new. */
export async function startWork(
  dataDir: string,
  runId: string,
  base: string | null,
  needBytes: number,
): Promise<string> {
  const folder = join(dataDir, SNAPSHOT_FOLDER)
  await mkdir(folder, { recursive: true })
  const size = base ? (await stat(base)).size : 0
  await checkDisk(folder, size + needBytes)
  const work = join(folder, `${WORK_PREFIX}${runId}.duckdb`)
  if (base) await copyFile(base, work, constants.COPYFILE_FICLONE)
  return work
}

async function checkDisk(folder: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  if (free >= needed) return
  const mb = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`
  throw new EtlError(
    'etl/disk-full',
    `${folder} has ${mb(free)} free, the run needs about ${mb(needed)}. Free some space or lower SNAPSHOTS_KEPT, then run again.`,
  )
}

/** Turns the closed working file into a snapshot. It is not served before the pointer names it. */
export async function finishWork(dataDir: string, work: string, id: string): Promise<string> {
  if (existsSync(`${work}.wal`)) throw new Error(`${work} was closed with changes still in its log`)
  await syncPath(work)
  const file = snapshotFile(id)
  await rename(work, join(dataDir, file))
  await syncPath(dirname(join(dataDir, file)))
  return file
}

/** Removes working files of runs that were killed. */
export async function sweepWork(dataDir: string): Promise<void> {
  const folder = join(dataDir, SNAPSHOT_FOLDER)
  if (!existsSync(folder)) return
  for (const name of await readdir(folder)) {
    if (name.startsWith(WORK_PREFIX)) await rm(join(folder, name), { recursive: true, force: true })
  }
}

/** Month of a snapshot id such as 20260301T020000123Z-1f. */
const monthOf = (id: string) => id.slice(0, 6)

/**
 * Removes snapshots beyond the newest `keep`, but for the first of each of the last 13 months (closed books can be read as
 * they were reported) and for `current`. Ids sort by time.
 */
export async function retain(dataDir: string, keep: number, current: string): Promise<string[]> {
  const folder = join(dataDir, SNAPSHOT_FOLDER)
  const ids = (await readdir(folder)).flatMap((name) => /^snapshot-(.+)\.duckdb$/.exec(name)?.[1] ?? []).sort()
  const kept = new Set([...ids.slice(-keep), current])
  const months = [...new Set(ids.map(monthOf))].slice(-13)
  for (const month of months) kept.add(ids.find((id) => monthOf(id) === month)!)
  const gone = ids.filter((id) => !kept.has(id))
  for (const id of gone) await rm(join(dataDir, snapshotFile(id)), { force: true })
  return gone
}
