import type { DuckDBConnection } from '@duckdb/node-api'
import { quotedName, quotedText } from '#queries/db/quote.ts'
import type { SchemaColumn, SchemaTable } from '../../../sql/sql-types.ts'
import { CATALOG } from './catalog.ts'

type Described = [schema: string, table: string, name: string, type: string, comment: string | null]

/** Distinct values that are shown of a safe column. */
const SAMPLES = 12

async function samples(connection: DuckDBConnection, table: SchemaTable, column: string): Promise<string[]> {
  const name = quotedName(column)
  const result = await connection.runAndReadAll(
    `SELECT ${name}::VARCHAR FROM (SELECT ${name} FROM ${quotedName(table.schema)}.${quotedName(table.name)} LIMIT 200000)
     WHERE ${name} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${SAMPLES}`,
  )
  return result.getRows().map(([value]) => String(value))
}

/** The published tables as the schema browser shows them. @param sampled `schema.table.column` of reviewed columns */
export async function readSchema(connection: DuckDBConnection, sampled: string[]): Promise<SchemaTable[]> {
  const tables = await connection.runAndReadAll(
    `SELECT schema_name, table_name, comment, estimated_size FROM duckdb_tables()
     WHERE database_name = ${quotedText(CATALOG)} AND NOT internal ORDER BY schema_name, table_name`,
  )
  const columns = await connection.runAndReadAll(
    `SELECT schema_name, table_name, column_name, data_type, comment FROM duckdb_columns()
     WHERE database_name = ${quotedText(CATALOG)} AND NOT internal ORDER BY schema_name, table_name, column_index`,
  )
  const found = tables.getRows().map(([schema, name, comment, rows]): SchemaTable => ({
    schema: String(schema),
    name: String(name),
    comment: comment === null ? null : String(comment),
    // Whoever works for some centers is not told how many rows all have.
    rows: rows === null ? null : Number(rows),
    columns: [],
  }))
  for (const row of columns.getRows()) {
    const [schema, table, name, type, comment] = row as unknown as Described
    const column: SchemaColumn = { name, type, comment }
    const owner = found.find((one) => one.schema === schema && one.name === table)
    if (!owner) continue
    if (sampled.includes(`${schema}.${table}.${name}`)) column.samples = await samples(connection, owner, name)
    owner.columns.push(column)
  }
  return found
}
