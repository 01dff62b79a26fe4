import { DuckDBTypeId as T, type DuckDBConnection, type DuckDBType } from '@duckdb/node-api'
import { quotedName, quotedText } from '#queries/db/quote.ts'
import { refusal } from '../gate/refuse.ts'
import { csvColumn, sheetRow } from './export-sql.ts'
import { runBound } from './bind.ts'
import type { Rows, Task } from './messages.ts'
import type { SqlColumn } from '../../../sql/sql-types.ts'

type ExportJob = Extract<Task, { kind: 'export' }> & {
  /** The person's SELECT, as it can stand in brackets. */
  select: string
  /** The same, cut at the most rows. */
  limited: string
  pipe: string
  columns: (columns: SqlColumn[]) => Promise<void>
}

/** Rows and columns that a sheet can have, one row of them for the names. */
const SHEET_ROWS = 1_048_575
const SHEET_COLUMNS = 16_384

async function hasMore(connection: DuckDBConnection, job: ExportJob): Promise<boolean> {
  const probe = `SELECT count(*) FROM (SELECT 1 FROM (\n${job.select}\n) LIMIT 1 OFFSET ${job.maxRows})`
  const result = await runBound(connection, probe, job.parameters)
  return Number(result.getChunk(0).getRows()[0]![0]) > 0
}

/** The COPY statement's source and options by format. */
async function sourceOf(
  connection: DuckDBConnection,
  job: ExportJob,
  names: string[],
  types: DuckDBType[],
): Promise<{ source: string; options: string; more?: boolean }> {
  const inner = `(${job.limited})`
  if (job.format === 'parquet') {
    // What stands in the file is written before it is known where the rows end, so that is asked first.
    const more = await hasMore(connection, job)
    const about = { ...job.about, ...(more ? { cut: `first ${job.maxRows} rows of more` } : {}) }
    const pairs = Object.entries(about).map(([key, value]) => `${quotedName(key)}: ${quotedText(value)}`)
    return { source: `SELECT * FROM ${inner}`, options: `FORMAT parquet, KV_METADATA {${pairs.join(', ')}}`, more }
  }
  if (job.format === 'csv') {
    const columns = names.map((name, i) => csvColumn(name, types[i]!))
    return { source: `SELECT ${columns.join(', ')} FROM ${inner}`, options: 'FORMAT csv, HEADER true' }
  }
  const raw = "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER ''"
  return { source: `SELECT ${sheetRow(names, types)} AS line FROM ${inner}`, options: raw }
}

/** Writes the rows to the pipe. @returns how many, and whether there were more */
export async function runExport(connection: DuckDBConnection, job: ExportJob): Promise<Omit<Rows, 'narrowed'>> {
  const head = await runBound(connection, `SELECT * FROM (\n${job.select}\n) LIMIT 0`, job.parameters)
  const names = head.deduplicatedColumnNames()
  const types = head.columnTypes()
  if (types.some((type) => type.typeId === T.ANY || type.typeId === T.SQLNULL) && job.format === 'parquet') {
    throw refusal('A column without a type cannot be written to Parquet. Cast it, as NULL::VARCHAR.')
  }
  if (job.format === 'xlsx' && (names.length > SHEET_COLUMNS || job.maxRows > SHEET_ROWS)) {
    throw refusal(`A sheet has at most ${SHEET_ROWS} rows and ${SHEET_COLUMNS} columns. Export CSV or Parquet.`)
  }
  const { source, options, more } = await sourceOf(connection, job, names, types)
  await job.columns(names.map((name, i) => ({ name, type: types[i]!.toString() })))
  const copied = await runBound(
    connection,
    `COPY (${source}) TO ${quotedText(job.pipe)} (${options}, USE_TMP_FILE false)`,
    job.parameters,
  )
  const rows = Number(copied.getChunk(0).getRows()[0]![0])
  return { rows, truncated: more ?? (rows >= job.maxRows && (await hasMore(connection, job))) }
}
