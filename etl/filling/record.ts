import { count, one, rows, type Db } from '../db.ts'
import { literal } from '../sql-text.ts'
import { contracts } from '../contracts/index.ts'
import { REFERENCE_REASONS } from '../facts/judge.ts'
import { isMoneyReject } from '../facts/own-code.ts'
import type { History, HistoryRecord } from '../history/history.ts'

/** A run as history will keep it, but for what `History.commit` adds. */
export type RunRecord = Omit<HistoryRecord, 'history_version' | 'files' | 'key' | 'forgets'>

/** Files and rows of the run, summed over `run_file`. */
export function runFigures(db: Db): Promise<HistoryRecord['figures']> {
  const sum = (column: string) => `coalesce(sum(${column}), 0)::BIGINT AS ${column}`
  const columns = ['rows_read', 'rows_loaded', 'rows_rejected', 'rows_superseded'].map(sum)
  return one(db, `SELECT count(*) FILTER (status <> 'skipped') AS files_read, ${columns.join(', ')} FROM run_file`)
}

/** Keeps the run's files, rejects and results of checks in history. Rejects that hang on the reference data are found again from the rows. */
export async function keepInHistory(db: Db, history: History, runId: string): Promise<void> {
  await db.run('UPDATE run_file SET run_id = $1', [runId])
  await db.run('UPDATE run_reject SET run_id = $1', [runId])
  await history.write(db, 'source_file', runId, 'SELECT * FROM run_file')
  await history.write(db, 'reject', runId, `SELECT * FROM run_reject WHERE reason NOT IN ${REFERENCE_REASONS}`)
  for (const table of ['check', 'check_finding'])
    await history.write(db, table, runId, `SELECT * FROM ops.${table} WHERE run_id = ${literal(runId)}`)
}

/** The run's own rows in `ops`. */
export async function recordRun(db: Db, r: RunRecord): Promise<void> {
  await db.run('INSERT INTO ops.source_file BY NAME SELECT * FROM run_file')
  await db.run('INSERT INTO ops.reject BY NAME SELECT * FROM run_reject')
  await db.run(`UPDATE ops.reject SET value = '***' WHERE ${isMoneyReject(contracts)}`)
  await db.run(
    `INSERT INTO ops.dropped_parameter
     SELECT '${r.run_id}', keyword, CAST(sum(series) AS BIGINT) FROM run_dropped GROUP BY keyword`,
  )
  await insertRun(db, r)
}

/** Paths of the files that the run recorded. */
export async function recordedPaths(db: Db): Promise<string[]> {
  return (await rows<{ path: string }>(db, 'SELECT path FROM run_file')).map((f) => f.path)
}

/** One row of ops.run. */
export async function insertRun(db: Db, r: RunRecord): Promise<void> {
  const f = r.figures
  await db.run(
    `INSERT INTO ops.run (run_id, started_at, ended_at, kind, status, snapshot_id, files_read, rows_read, rows_loaded,
       rows_rejected, rows_superseded, is_demo) VALUES ($1, $2, $3, $4, 'published', $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[r.run_id, r.started_at, r.ended_at, r.kind, r.snapshot_id],
      ...[f.files_read, f.rows_read, f.rows_loaded, f.rows_rejected, f.rows_superseded, r.is_demo],
    ],
  )
}
/** Whether files are set aside whose rows a model cannot bear; once `recordRun` has recorded those of this run. */
export async function hasSetAside(db: Db): Promise<boolean> {
  return (await count(db, `SELECT count(*) FROM ops.source_file WHERE reason = 'quarantined'`)) > 0
}
