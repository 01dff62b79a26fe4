import { insertObjects, type Db } from '../db.ts'
import type { LandedFile } from '../landing/discover.ts'
import type { RunFile } from '../load/files.ts'
import { trustedStat, type Sorted } from './sort-files.ts'

const FILE_TYPES = {
  file_id: 'VARCHAR',
  feed: 'VARCHAR',
  path: 'VARCHAR',
  sha256: 'VARCHAR',
  bytes: 'BIGINT',
  encoding: 'VARCHAR',
  rows_read: 'BIGINT',
  rows_rejected: 'BIGINT',
  status: 'VARCHAR',
  reason: 'VARCHAR',
  numbered_by: 'VARCHAR',
  modified_at: 'TIMESTAMPTZ',
  stat_key: 'VARCHAR',
}

function fileRow(landed: LandedFile, scannedAt: number) {
  return {
    feed: landed.feed ?? '',
    path: landed.path,
    bytes: landed.bytes,
    modified_at: new Date(landed.modifiedMs).toISOString(),
    stat_key: trustedStat(landed, scannedAt),
  }
}

/** Notes the present size, times and inode of files whose content is the one recorded under their path. */
export async function recordTouched(db: Db, touched: LandedFile[]): Promise<void> {
  if (touched.length === 0) return
  const types = { path: 'VARCHAR', stat_key: 'VARCHAR' }
  await db.run('CREATE OR REPLACE TEMP TABLE touched (path VARCHAR, stat_key VARCHAR)')
  await insertObjects(
    db,
    'touched',
    types,
    touched.map((f) => ({ path: f.path, stat_key: f.statKey })),
  )
  await db.run(
    `UPDATE ops.source_file SET stat_key = t.stat_key FROM touched t
     WHERE source_file.path = t.path AND source_file.stat_key IS DISTINCT FROM t.stat_key`,
  )
}

/** Records every file of the run in `run_file`, and those rejected whole in `run_reject`. */
export async function recordFiles(db: Db, sorted: Sorted): Promise<void> {
  const fresh = [...sorted.fresh.values()].flat()
  const figures = (f: RunFile) => (f.status === 'rejected' ? 0 : null)
  await insertObjects(db, 'run_file', FILE_TYPES, [
    ...fresh.map((f) => ({
      ...fileRow(f.landed, sorted.scannedAt),
      file_id: f.fileId,
      sha256: f.inspected.sha256,
      encoding: f.inspected.encoding,
      status: f.status,
      reason: f.inspected.problem?.reason,
      numbered_by: f.numberedBy,
      rows_read: figures(f),
      rows_rejected: figures(f),
    })),
    ...sorted.others.map((f) => ({
      ...fileRow(f.landed, sorted.scannedAt),
      file_id: f.fileId,
      sha256: f.sha256,
      status: f.status,
      ...(f.status === 'skipped' ? { reason: f.landed.skipped } : {}),
      ...(f.status === 'rejected' ? { reason: 'unknown_feed', rows_read: 0, rows_rejected: 0 } : {}),
    })),
  ])
  const rejects = [
    ...fresh.flatMap((f) => (f.inspected.problem ? [{ ...f.inspected.problem, f: f.landed, id: f.fileId }] : [])),
    ...sorted.others.flatMap((f) =>
      f.status === 'rejected' ? [{ reason: 'unknown_feed', value: null, f: f.landed, id: f.fileId }] : [],
    ),
  ]
  await insertObjects(
    db,
    'run_reject',
    { file_id: 'VARCHAR', feed: 'VARCHAR', path: 'VARCHAR', reason: 'VARCHAR', value: 'VARCHAR' },
    rejects.map((r) => ({ file_id: r.id, feed: r.f.feed ?? '', path: r.f.path, reason: r.reason, value: r.value })),
  )
}
