import { sql, type Kysely, type SelectQueryBuilder } from 'kysely'
import { asked, askedOne } from '../db/asked.ts'
import { containsText, startsWithText } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { PAGE_SIZE, paged, pageNumber } from '../page/paged.ts'
import type { Paged } from '../page/page-types.ts'
import type { DataQuery, FileDetail, FileRow } from './data-types.ts'
import { rejectsOf } from './rejects.ts'

type Files = SelectQueryBuilder<Database & { f: Database['ops.source_file'] }, 'f', object>

const COLUMNS = [
  ...(['f.file_id', 'f.feed', 'f.path', 'f.bytes', 'f.encoding', 'f.run_id', 'f.rows_read', 'f.rows_loaded'] as const),
  ...(['f.rows_rejected', 'f.rows_superseded', 'f.status', 'f.modified_at'] as const),
]

const FACTS = ['exam', 'acquisition', 'scanner_state', 'scanner_fault', 'ai_result', 'charge', 'cost'] as const
const IS_HASH = /^[0-9a-f]{6,64}$/i

/** Files that hold rows of the center: current ones, or rejected ones that named it. */
function filesOfCenter(center: string) {
  const parts = [...FACTS.map((fact) => `main.${fact}`), 'ops.reject'].map((table) => {
    const id = sql.ref(table === 'ops.reject' ? 'file_id' : 'source_file_id')
    return sql`SELECT ${id} FROM ${sql.table(table)} WHERE center_code = ${center}`
  })
  return sql<string>`(${sql.join(parts, sql` UNION `)})`
}

function narrowed(db: Kysely<Database>, query: DataQuery): Files {
  let files: Files = db.selectFrom('ops.source_file as f')
  if (query.feed) files = files.where('f.feed', '=', query.feed)
  if (query.status) files = files.where('f.status', '=', query.status)
  if (query.run) files = files.where('f.run_id', '=', query.run)
  if (query.center) files = files.where('f.file_id', 'in', filesOfCenter(query.center))
  const { search } = query
  if (!search) return files
  const inPath = containsText('f.path', search)
  return files.where(IS_HASH.test(search) ? sql<boolean>`(${inPath} OR ${startsWithText('f.sha256', search)})` : inPath)
}

/** Files, newest run first, narrowed by feed, status, run, center, part of the path or beginning of the SHA-256. */
export async function fileRows(db: Kysely<Database>, query: DataQuery): Promise<Paged<FileRow>> {
  const page = pageNumber(query.files_page)
  const files = narrowed(db, query)
  const [{ total }, rows] = await Promise.all([
    files.select(sql<number>`count(*)`.as('total')).$call(askedOne('data.file_count')),
    files
      .select(COLUMNS)
      .orderBy('f.run_id', 'desc')
      .orderBy('f.path')
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE)
      .$call(asked('data.files')),
  ])
  return paged(rows, total, page)
}

/** One file with its rejects, line by line, and other paths of its content. Null where there is no such file. */
export async function fileDetail(db: Kysely<Database>, fileId: string): Promise<FileDetail | null> {
  const [file] = await db
    .selectFrom('ops.source_file as f')
    .select([...COLUMNS, 'f.sha256'])
    .where('f.file_id', '=', fileId)
    .orderBy('f.run_id', 'desc')
    .limit(1)
    .$call(asked('data.file'))
  if (!file) return null
  const [rejects, same_content] = await Promise.all([
    rejectsOf(db, fileId),
    db
      .selectFrom('ops.source_file as f')
      .select(['f.file_id', 'f.path', 'f.status', 'f.run_id'])
      .where('f.sha256', '=', file.sha256)
      .where((eb) => eb.or([eb('f.path', '!=', file.path), eb('f.run_id', '!=', file.run_id)]))
      .orderBy('f.run_id')
      .orderBy('f.path')
      .limit(PAGE_SIZE)
      .$call(asked('data.same_content')),
  ])
  return { ...file, rejects, rejects_total: file.rows_rejected ?? rejects.length, same_content }
}
