import { count, type Db } from '../db.ts'
import { tableOf } from '../schema/index.ts'
import { exactPath, literal, pathList } from '../sql-text.ts'
import { contracts } from '../contracts/index.ts'
import { facts } from '../facts/facts.ts'
import { REFERENCE_REASONS, zonesOf } from '../facts/judge.ts'
import { readHistory } from '../history/read.ts'
import type { LoadContext } from './context.ts'
import { findOutdated } from './outdated.ts'
import { insertRun } from './record.ts'
import { takeIn } from './take-in.ts'

/** Rows judged in one statement, about: keeps memory bounded however long the history is. */
const CHUNK_ROWS = 2_000_000

/** Fills an empty warehouse from history: files, rejects and runs as they were, facts judged anew. */
export async function restore(context: LoadContext): Promise<void> {
  const { db, history } = context
  await restoreOps(context)
  await tryAgain(db)
  await findOutdated(db)
  const zones = await zonesOf(db)
  for (const contract of contracts) {
    const files = await context.times.time('compare', () => history.sound(contract.feed))
    context.progress.step(`reading history of ${contract.feed}`)
    for (const [i, chunk] of (await chunks(db, files)).entries()) {
      await readHistory(db, contract, chunk)
      await takeIn(context, contract, { zones, isKept: true, track: false })
      context.progress.detail(`part ${i + 1}`)
    }
  }
}

/** History files in groups of bounded size. */
export async function chunks(db: Db, files: string[]): Promise<string[][]> {
  const parts: string[][] = []
  let sum = Infinity
  for (const file of files) {
    const n = await count(db, 'SELECT sum(num_rows) FROM parquet_file_metadata($1)', [exactPath(file)])
    if (sum + n > CHUNK_ROWS) {
      parts.push([])
      sum = 0
    }
    parts.at(-1)!.push(file)
    sum += n
  }
  return parts
}

/**
 * Files that were set aside count as loaded again: this program may bear their rows. Of a file that several runs recorded the newest
 * record stays.
 */
async function tryAgain(db: Db): Promise<void> {
  await db.run(
    `DELETE FROM ops.source_file WHERE file_id IN (SELECT file_id FROM ops.source_file WHERE reason = 'quarantined')
     AND (file_id, run_id) NOT IN (SELECT (file_id, max(run_id)) FROM ops.source_file GROUP BY file_id)`,
  )
  await db.run(
    `UPDATE ops.source_file SET status = 'loaded', reason = NULL, rows_rejected = rows_read - rows_sound, rows_loaded = rows_sound
     FROM (SELECT f.file_id AS id, f.rows_read - count(r.line) AS rows_sound FROM ops.source_file f LEFT JOIN ops.reject r USING (file_id)
       WHERE f.reason = 'quarantined' GROUP BY f.file_id, f.rows_read) WHERE file_id = id AND reason = 'quarantined'`,
  )
  await db.run(`DELETE FROM ops.reject WHERE reason = 'quarantined'`)
}

async function restoreOps({ db, history, times }: LoadContext): Promise<void> {
  for (const folder of ['source_file', 'reject', 'check', 'check_finding'] as const) {
    const files = await times.time('compare', () => history.sound(folder))
    if (files.length === 0) continue
    // Of columns that older programs kept and this one does not, nothing is left over.
    const columns = Object.keys(tableOf(`ops.${folder}`).columns).map(literal)
    await db.run(
      `INSERT INTO ops.${folder} BY NAME SELECT COLUMNS(c -> c IN (${columns.join(', ')}))
       FROM read_parquet(${pathList(files)}, union_by_name = true)`,
    )
  }
  for (const record of await history.records()) await insertRun(db, record)
}

/**
 * Judges all rows of some centers again, after their place in the reference data changed: what was refused may now be
 * valid, what was valid may now be refused, and local times may read otherwise. `own`: also what this run has read so far.
 */
export async function rejudgeCenters(context: LoadContext, centers: string[], own = false): Promise<void> {
  if (centers.length === 0) return
  const { db, history } = context
  await findOutdated(db)
  const zones = await zonesOf(db)
  const these = `center_code IN (${centers.map(literal).join(', ')})`
  for (const { table } of facts) {
    if (own)
      await db.run(
        `INSERT INTO run_loaded SELECT source_file_id, -count(*) FROM main.${table} WHERE ${these} GROUP BY 1`,
      )
    await db.run(`DELETE FROM main.${table} WHERE ${these}`)
  }
  for (const contract of contracts) {
    const files = await context.times.time('compare', () =>
      own ? history.soundAndWritten(contract.feed) : history.sound(contract.feed),
    )
    for (const chunk of await chunks(db, files)) {
      await readHistory(db, contract, chunk, these)
      const judged = async () => {
        for (const table of own ? ['ops.reject', 'run_reject'] : ['ops.reject'])
          await db.run(
            `DELETE FROM ${table} WHERE feed = '${contract.feed}' AND reason IN ${REFERENCE_REASONS}
             AND (file_id, line) IN (SELECT (file_id, line) FROM judged)`,
          )
      }
      await takeIn(context, contract, { zones, isKept: true, track: false, judged })
    }
  }
}

/** Centers whose identity (zone, scanners) differs between two states of the reference data. */
export function changedCenters(before: Record<string, string>, after: Map<string, string>): string[] {
  const codes = new Set([...Object.keys(before), ...after.keys()])
  return [...codes].filter((code) => before[code] !== after.get(code)).sort()
}
