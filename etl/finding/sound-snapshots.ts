import { existsSync, statSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { HistoryRecord } from '../history/history.ts'
import { statKey } from '../landing/folder.ts'
import { readScanHeader } from '../landing/scan-index.ts'
import { checksumLike, sameBytes } from '../publish/checksum.ts'
import { readMeta } from '../publish/meta.ts'
import { DAMAGED_PREFIX, SNAPSHOT_FOLDER, snapshotFile, snapshotIds } from '../publish/snapshots.ts'
import { SCHEMA_VERSION } from '../schema/index.ts'
import { withSnapshot } from './known.ts'

/** Size, times and inode of a snapshot's file, by which it is known to be as it was when its bytes were compared; null when it is not there. */
export function snapshotStat(dataDir: string, id: string): string | null {
  const found = statSync(join(dataDir, snapshotFile(id)), { throwIfNoEntry: false })
  return found ? statKey(found) : null
}

/**
 * Whether a snapshot's file is what its run published. Every byte is read, unless size, times and inode are as they were when
 * that was found: what rots on a disk in between, the engine's own sums of blocks tell whoever reads it, and `verify`. Without
 * a recorded sum it is sound when it can be opened.
 */
export async function isSound(dataDir: string, record: HistoryRecord): Promise<boolean> {
  const { snapshot_id: id, snapshot } = record
  const path = join(dataDir, snapshotFile(id))
  if (!snapshot)
    return withSnapshot(path, readMeta).then(
      (meta) => meta.size > 0,
      () => false,
    )
  const known = readScanHeader(dataDir, id)?.snapshotStat ?? null
  if (known !== null && known === snapshotStat(dataDir, id)) return true
  return sameBytes(await checksumLike(path, snapshot), snapshot)
}

/** The newest kept snapshot, but for some, that is what its run published and of this program's schema; null when there is none. */
export async function newestSound(
  dataDir: string,
  records: HistoryRecord[],
  but: ReadonlySet<string>,
): Promise<HistoryRecord | null> {
  for (const record of [...records].reverse()) {
    const path = join(dataDir, snapshotFile(record.snapshot_id))
    if (but.has(record.snapshot_id) || !existsSync(path) || !(await isSound(dataDir, record))) continue
    const schema = await withSnapshot(path, readMeta).then(
      (meta) => meta.get('schema_version'),
      () => null,
    )
    if (schema === String(SCHEMA_VERSION)) return record
  }
  return null
}

/** Moves damaged snapshots out of the list of those that can be served. Of such files only the newest stay. */
export async function setDamagedAside(dataDir: string, ids: ReadonlySet<string>): Promise<void> {
  const there = (await snapshotIds(dataDir)).filter((id) => ids.has(id))
  if (there.length === 0) return
  const folder = join(dataDir, SNAPSHOT_FOLDER)
  for (const name of await readdir(folder))
    if (name.startsWith(DAMAGED_PREFIX)) await rm(join(folder, name), { force: true })
  for (const id of there) await rename(join(dataDir, snapshotFile(id)), join(folder, `${DAMAGED_PREFIX}${id}.duckdb`))
}
