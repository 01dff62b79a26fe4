import { constants, existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EtlError } from '../errors.ts'
import { checksumOf, SEGMENT_BYTES, type Checksum } from './checksum.ts'
import { syncPath } from './durable.ts'
import { dispensable, type Retention } from './retention.ts'

export const SNAPSHOT_FOLDER = 'snapshots'

export const snapshotFile = (id: string) => `${SNAPSHOT_FOLDER}/snapshot-${id}.duckdb`

const WORK_PREFIX = '.work-'

/** Of a file that was a snapshot and is damaged: nobody serves it, and it may be deleted. */
export const DAMAGED_PREFIX = 'damaged-'

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
  if (base) {
    await copyFile(base, work, constants.COPYFILE_FICLONE)
    // What was copied goes to the disk while the run works: at its end only what it changed is left to wait for.
    void syncPath(work).catch(() => undefined)
  }
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

/**
 * Turns the closed working file into a snapshot and tells what its bytes are. It is not served before the pointer names it.
 * The checksum is taken while the file goes to the disk, so it costs next to nothing.
 */
export async function finishWork(dataDir: string, work: string, id: string): Promise<Checksum> {
  if (existsSync(`${work}.wal`)) throw new Error(`${work} was closed with changes still in its log`)
  const [checksum] = await Promise.all([checksumOf(work, SEGMENT_BYTES), syncPath(work)])
  const file = snapshotFile(id)
  await rename(work, join(dataDir, file))
  await syncPath(dirname(join(dataDir, file)))
  return checksum
}

/**
 * Removes working files of runs that were killed, and logs beside snapshots: nobody writes to a snapshot, and a reader
 * would take what stands in such a log for part of it.
 */
export async function sweepWork(dataDir: string): Promise<void> {
  const folder = join(dataDir, SNAPSHOT_FOLDER)
  if (!existsSync(folder)) return
  for (const name of await readdir(folder)) {
    if (name.startsWith(WORK_PREFIX) || /^snapshot-.+\.duckdb\.wal$/.test(name))
      await rm(join(folder, name), { recursive: true, force: true })
  }
}

/** Ids of the snapshots that are there, oldest first. */
export async function snapshotIds(dataDir: string): Promise<string[]> {
  const folder = join(dataDir, SNAPSHOT_FOLDER)
  const names = existsSync(folder) ? await readdir(folder) : []
  return names.flatMap((name) => /^snapshot-(.+)\.duckdb$/.exec(name)?.[1] ?? []).sort()
}

/** Removes the snapshots that need not stay (see retention.ts) and returns their ids. */
export async function retain(dataDir: string, options: Retention): Promise<string[]> {
  const gone = dispensable(await snapshotIds(dataDir), options)
  for (const id of gone) await rm(join(dataDir, snapshotFile(id)), { force: true })
  return gone
}
