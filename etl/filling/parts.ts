import { join } from 'node:path'
import { insertObjects, type Db } from '../db.ts'
import { pathList } from '../sql-text.ts'
import { contracts } from '../contracts/index.ts'
import { REFERENCE_REASONS, zonesOf } from '../facts/judge.ts'
import type { History } from '../history/history.ts'
import { readHistory } from '../history/read.ts'
import type { RunFile } from '../load/files.ts'
import type { LoadContext } from './context.ts'
import { chunks } from './restore.ts'
import { takeIn } from './take-in.ts'

/** Rows after which a run keeps what it has read, so that a killed one need not begin anew: some minutes of work. */
export const ROWS_PER_PART = 5_000_000

/** TEMP tables of what the run has not kept yet. */
export async function createPartTables(db: Db): Promise<void> {
  await db.run('CREATE OR REPLACE TEMP TABLE read_file (file_id VARCHAR)')
}

/** Notes files that a batch has read to their end, and keeps a part when enough rows have come together. */
export class Parts {
  readonly #context: LoadContext
  readonly #rowsPerPart: number
  #rows = 0

  constructor(context: LoadContext, rowsPerPart: number) {
    this.#context = context
    this.#rowsPerPart = rowsPerPart
  }

  async add(files: RunFile[]): Promise<void> {
    const { db, times } = this.#context
    await recordCounts(db, files)
    const ids = files.filter((f) => f.status === 'loaded').map((f) => ({ file_id: f.fileId }))
    await insertObjects(db, 'read_file', { file_id: 'VARCHAR' }, ids)
    this.#rows += files.reduce((n, f) => n + f.rowsRead, 0)
    if (this.#rows < this.#rowsPerPart) return
    this.#rows = 0
    await times.time('history', () => this.#keep(), 'parts')
  }

  async #keep(): Promise<void> {
    const { db, history, runId } = this.#context
    const mine = 'SEMI JOIN read_file USING (file_id)'
    const select = {
      // Rows that hang on the reference data are judged again by the run that goes on.
      part_file: `SELECT f.* REPLACE (rows_rejected - coalesce(r.n, 0) AS rows_rejected) FROM run_file f ${mine}
        LEFT JOIN (SELECT file_id, count(*) AS n FROM run_reject WHERE reason IN ${REFERENCE_REASONS} GROUP BY 1) r USING (file_id)`,
      part_reject: `SELECT * FROM run_reject ${mine} WHERE reason NOT IN ${REFERENCE_REASONS}`,
      part_dropped: 'SELECT keyword, series FROM run_dropped WHERE NOT kept',
    }
    await history.keepPart(db, runId, select)
    await db.run('UPDATE run_dropped SET kept = true')
    await db.run('DELETE FROM read_file')
  }
}

async function recordCounts(db: Db, files: RunFile[]): Promise<void> {
  await db.run(
    'CREATE OR REPLACE TEMP TABLE counted (file_id VARCHAR, rows_read BIGINT, rows_rejected BIGINT, headers_skipped BIGINT)',
  )
  await insertObjects(
    db,
    'counted',
    { file_id: 'VARCHAR', rows_read: 'BIGINT', rows_rejected: 'BIGINT', headers_skipped: 'BIGINT' },
    files
      .filter((f) => f.status === 'loaded')
      .map((f) => ({
        ...{ file_id: f.fileId, rows_read: f.rowsRead, rows_rejected: f.rowsRejected },
        headers_skipped: f.inspected.format === 'csv' ? f.headers : null,
      })),
  )
  await db.run(
    `UPDATE run_file SET rows_read = c.rows_read, rows_rejected = c.rows_rejected, headers_skipped = c.headers_skipped
     FROM counted c
     WHERE run_file.file_id = c.file_id AND status = 'loaded'`,
  )
}

const TARGETS = { part_file: 'run_file', part_reject: 'run_reject', part_dropped: 'run_dropped' }

/** Takes over what killed runs have read: their files, rejects and dropped keywords become this run's. */
export async function adoptParts(db: Db, history: History): Promise<void> {
  for (const [folder, table] of Object.entries(TARGETS)) {
    const files = history.adopted.flatMap((part) => part.files[folder] ?? []).map((name) => join(history.dir, name))
    if (files.length === 0) continue
    const rows = `read_parquet(${pathList(files)}, union_by_name = true)`
    await db.run(
      `INSERT INTO ${table} BY NAME SELECT ${table === 'run_dropped' ? '*, true AS kept' : '*'} FROM ${rows}`,
    )
  }
}

/** Judges and merges the rows of adopted parts, as if their files had just been read. */
export async function mergeParts(context: LoadContext): Promise<void> {
  const { db, history, progress } = context
  if (history.adopted.length === 0) return
  const zones = await zonesOf(db)
  for (const contract of contracts) {
    const files = history.adopted.flatMap((part) => part.files[contract.feed] ?? [])
    if (files.length === 0) continue
    progress.step(`going on with ${contract.feed}`)
    for (const chunk of await chunks(
      db,
      files.map((name) => join(history.dir, name)),
    )) {
      await readHistory(db, contract, chunk)
      const taken = await takeIn(context, contract, { zones, isKept: true, track: context.track })
      const refused = [...taken.refused].map(([file_id, n]) => ({ file_id, n }))
      await db.run('CREATE OR REPLACE TEMP TABLE refused (file_id VARCHAR, n BIGINT)')
      await insertObjects(db, 'refused', { file_id: 'VARCHAR', n: 'BIGINT' }, refused)
      await db.run(
        `UPDATE run_file SET rows_rejected = rows_rejected + r.n FROM refused r WHERE run_file.file_id = r.file_id`,
      )
    }
  }
}
