import { sql, type Kysely } from 'kysely'
import { asked } from '../../db/asked.ts'
import { containsText, countDistinct, sumCount } from '../../db/functions.ts'
import type { Database } from '../../schema.ts'
import { PAGE_SIZE, paged, pageNumber } from '../shared/paged.ts'
import type { Paged } from '../types/common.ts'
import type { DataPage, DataQuery, FileRow, RejectGroup, RejectRow, RunRow } from '../types/data.ts'

const MOST_RUNS = 50
const MOST_GROUPS = 500

export async function runRows(db: Kysely<Database>): Promise<RunRow[]> {
  return db
    .selectFrom('ops.run')
    .select(['run_id', 'started_at', 'ended_at', 'kind', 'status', 'snapshot_id', 'files_read', 'rows_loaded'])
    .select('rows_rejected')
    .orderBy('started_at', 'desc')
    .orderBy('run_id', 'desc')
    .limit(MOST_RUNS)
    .$castTo<RunRow>()
    .execute()
}

/** Files, newest run first, narrowed by feed, status or part of the path. */
export async function fileRows(db: Kysely<Database>, query: DataQuery): Promise<Paged<FileRow>> {
  const page = pageNumber(query.files_page)
  let files = db.selectFrom('ops.source_file as f')
  if (query.feed) files = files.where('f.feed', '=', query.feed)
  if (query.status) files = files.where('f.status', '=', query.status)
  if (query.search) files = files.where(containsText('f.path', query.search))
  const [{ total }, rows] = await Promise.all([
    files.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow(),
    files
      .select(['f.file_id', 'f.feed', 'f.path', 'f.bytes', 'f.encoding', 'f.run_id', 'f.rows_read', 'f.rows_loaded'])
      .select(['f.rows_rejected', 'f.rows_superseded', 'f.status', 'f.modified_at'])
      .orderBy('f.run_id', 'desc')
      .orderBy('f.path')
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE)
      .$castTo<FileRow>()
      .execute(),
  ])
  return paged(rows, total, page)
}

export async function rejectGroups(db: Kysely<Database>, center?: string): Promise<RejectGroup[]> {
  let rejects = db.selectFrom('ops.reject as j')
  if (center) rejects = rejects.where('j.center_code', '=', center)
  return rejects
    .select(['j.feed', 'j.reason', 'j.center_code', 'j.column_name', sql<number>`count(*)`.as('rows')])
    .select(countDistinct('j.file_id').as('files'))
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

/** Rejected rows with their masked values, narrowed by feed, reason, center or part of the path. */
export async function rejectRows(db: Kysely<Database>, query: DataQuery): Promise<Paged<RejectRow>> {
  const page = pageNumber(query.rejects_page)
  let rejects = db.selectFrom('ops.reject as j')
  if (query.feed) rejects = rejects.where('j.feed', '=', query.feed)
  if (query.reason) rejects = rejects.where('j.reason', '=', query.reason)
  if (query.center) rejects = rejects.where('j.center_code', '=', query.center)
  if (query.search) rejects = rejects.where(containsText('j.path', query.search))
  const [{ total }, rows] = await Promise.all([
    rejects.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow(),
    rejects
      .select(['j.feed', 'j.path', 'j.line', 'j.column_name', 'j.reason', 'j.value', 'j.center_code', 'j.run_id'])
      .orderBy('j.run_id', 'desc')
      .orderBy('j.path')
      .orderBy('j.line')
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE)
      .$castTo<RejectRow>()
      .execute(),
  ])
  return paged(rows, total, page)
}

export async function feedRows(db: Kysely<Database>): Promise<DataPage['feeds']> {
  return db
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
    .$castTo<DataPage['feeds'][number]>()
    .execute()
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
    .$castTo<DataPage['dropped_parameters'][number]>()
    .execute()
}
