import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { sumCount } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import type { DataPage, FeedRows, FileCounts, RunRow } from './data-types.ts'

const MOST_RUNS = 50

export async function runRows(db: Kysely<Database>): Promise<RunRow[]> {
  return db
    .selectFrom('ops.run')
    .select(['run_id', 'started_at', 'ended_at', 'kind', 'status', 'snapshot_id', 'files_read', 'rows_loaded'])
    .select('rows_rejected')
    .orderBy('started_at', 'desc')
    .orderBy('run_id', 'desc')
    .limit(MOST_RUNS)
    .execute()
}

export async function feedRows(db: Kysely<Database>): Promise<FeedRows[]> {
  const rows = await db
    .selectFrom('ops.source_file as f')
    .select([
      'f.feed',
      sql<number>`count(*)`.as('files'),
      sumCount('f.rows_read').as('rows_read'),
      sumCount('f.rows_loaded').as('rows_loaded'),
      sumCount('f.rows_rejected').as('rows_rejected'),
      sumCount('f.rows_superseded').as('rows_superseded'),
    ])
    .groupBy('f.feed')
    .orderBy('f.feed')
    .$call(asked('data.feed_rows'))
  return rows.map((row) => ({ ...row, rejected_share: row.rows_read > 0 ? row.rows_rejected / row.rows_read : null }))
}

/** Files and rows over all feeds. */
export function totalOf(feeds: FeedRows[]): FileCounts {
  const sum = (key: keyof FileCounts) => feeds.reduce((total, feed) => total + feed[key], 0)
  return {
    files: sum('files'),
    rows_read: sum('rows_read'),
    rows_loaded: sum('rows_loaded'),
    rows_rejected: sum('rows_rejected'),
    rows_superseded: sum('rows_superseded'),
  }
}

/** Acquisition keywords that are not on the reviewed list, over all runs. */
export async function droppedParameters(db: Kysely<Database>): Promise<DataPage['dropped_parameters']> {
  return db
    .selectFrom('ops.dropped_parameter as d')
    .select(['d.keyword', sumCount('d.series').as('series')])
    .groupBy('d.keyword')
    .orderBy('series', 'desc')
    .orderBy('d.keyword')
    .limit(100)
    .$call(asked('data.dropped_parameters'))
}
