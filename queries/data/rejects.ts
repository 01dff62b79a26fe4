import { randomUUID } from 'node:crypto'
import { sql, type Kysely, type SelectQueryBuilder } from 'kysely'
import { asked, askedOne } from '../db/asked.ts'
import { containsText, countDistinct, rowPlace, someValues } from '../db/functions.ts'
import type { WarehouseReader } from '../db/snapshot.ts'
import type { Database } from '../schema.ts'
import { PAGE_SIZE, paged, pageNumber } from '../page/paged.ts'
import type { Paged } from '../page/page-types.ts'
import type { DataQuery, RejectGroup, RejectRow, RejectTrend } from './data-types.ts'

const MOST_GROUPS = 500
const MOST_RUNS = 30
const EXAMPLES = 3
const MOST_OF_FILE = 500
const ROWS_AT_ONCE = 5_000

type Rejects = SelectQueryBuilder<Database & { j: Database['ops.reject'] }, 'j', object>

function narrowed(db: Kysely<Database>, query: DataQuery): Rejects {
  let rejects: Rejects = db.selectFrom('ops.reject as j')
  if (query.feed) rejects = rejects.where('j.feed', '=', query.feed)
  if (query.reason) rejects = rejects.where('j.reason', '=', query.reason)
  if (query.center) rejects = rejects.where('j.center_code', '=', query.center)
  if (query.run) rejects = rejects.where('j.run_id', '=', query.run)
  if (query.search) rejects = rejects.where(containsText('j.path', query.search))
  return rejects
}

const COLUMNS = [
  ...(['j.feed', 'j.path', 'j.line', 'j.column_name', 'j.reason', 'j.value', 'j.center_code', 'j.run_id'] as const),
]

/** A file that could not be read as a whole, and whose path was read by a later run. */
const resolved = sql<boolean>`(j.line IS NULL AND EXISTS (
  SELECT 1 FROM ops.source_file s WHERE s.path = j.path AND s.status = 'loaded' AND s.run_id > j.run_id))`.as(
  'resolved',
)

/** Rejected rows with their masked values, narrowed by feed, reason, center, run or part of the path. */
export async function rejectRows(db: Kysely<Database>, query: DataQuery): Promise<Paged<RejectRow>> {
  const page = pageNumber(query.rejects_page)
  const rejects = narrowed(db, query)
  const [{ total }, rows] = await Promise.all([
    rejects.select(sql<number>`count(*)`.as('total')).$call(askedOne('data.reject_count')),
    rejects
      .select([...COLUMNS, resolved])
      .orderBy('j.run_id', 'desc')
      .orderBy('j.path')
      .orderBy('j.line')
      .orderBy('j.column_name')
      .orderBy('j.reason')
      .orderBy('j.value')
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE)
      .$castTo<RejectRow>()
      .$call(asked('data.rejects')),
  ])
  return paged(rows, total, page)
}

/** The first of a file's rejects, in the order of its lines. */
export function rejectsOf(db: Kysely<Database>, fileId: string): Promise<RejectRow[]> {
  return db
    .selectFrom('ops.reject as j')
    .select([...COLUMNS, resolved])
    .where('j.file_id', '=', fileId)
    .orderBy('j.line')
    .orderBy('j.column_name')
    .orderBy('j.reason')
    .orderBy('j.value')
    .limit(MOST_OF_FILE)
    .$castTo<RejectRow>()
    .$call(asked('data.file_rejects'))
}

/** Counts and a few values by feed, reason, center and column; most rows first. */
export async function rejectGroups(db: Kysely<Database>, query: DataQuery): Promise<RejectGroup[]> {
  return narrowed(db, query)
    .select(['j.feed', 'j.reason', 'j.center_code', 'j.column_name', sql<number>`count(*)`.as('rows')])
    .select([countDistinct('j.file_id').as('files'), someValues('j.value', EXAMPLES).as('examples')])
    .groupBy(['j.feed', 'j.reason', 'j.center_code', 'j.column_name'])
    .orderBy('rows', 'desc')
    .orderBy('j.feed')
    .orderBy('j.reason')
    .orderBy('j.center_code')
    .orderBy('j.column_name')
    .limit(MOST_GROUPS)
    .$castTo<RejectGroup>()
    .$call(asked('data.reject_groups'))
}

/** Rejected rows of each of the last runs that read files, oldest first; 0 where there were none. */
export async function rejectTrend(db: Kysely<Database>, query: DataQuery): Promise<RejectTrend[]> {
  const { run: _one, ...ofAllRuns } = query
  const [runs, counts] = await Promise.all([
    db
      .selectFrom('ops.run as r')
      .select('r.run_id')
      .where('r.files_read', '>', 0)
      .orderBy('r.run_id', 'desc')
      .limit(MOST_RUNS)
      .$call(asked('data.runs_with_files')),
    narrowed(db, ofAllRuns)
      .select(['j.run_id', sql<number>`count(*)`.as('rows'), countDistinct('j.file_id').as('files')])
      .groupBy('j.run_id')
      .$call(asked('data.rejects_by_run')),
  ])
  const byRun = new Map(counts.map((count) => [count.run_id, count]))
  return runs
    .flatMap(({ run_id }) => (run_id === null ? [] : [run_id]))
    .map((run_id) => ({ run_id, rows: byRun.get(run_id)?.rows ?? 0, files: byRun.get(run_id)?.files ?? 0 }))
    .reverse()
}

/**
 * Every rejected row under the filters, in parts, without holding all of them: each part is awaited before the next is
 * read. All are of one snapshot. @returns the snapshot's id; null when nothing has been published
 */
export async function eachReject(
  reader: WarehouseReader,
  query: DataQuery,
  write: (rows: RejectRow[]) => Promise<void>,
): Promise<string | null> {
  // An answer is kept under its question; this one is what is written while it is asked.
  return reader.read(`rejects ${randomUUID()}`, async (db, snapshot) => {
    for (let after = -1; ;) {
      const rows = await narrowed(db, query)
        .select([...COLUMNS, resolved, rowPlace('j').as('place')])
        .where(rowPlace('j'), '>', after)
        .orderBy(rowPlace('j'))
        .limit(ROWS_AT_ONCE)
        .$castTo<RejectRow & { place: number }>()
        .execute()
      if (rows.length === 0) return snapshot.snapshot_id
      await write(rows)
      after = rows.at(-1)!.place
    }
  })
}
