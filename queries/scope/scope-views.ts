import type { DuckDBConnection } from '@duckdb/node-api'
import { quotedName, quotedText } from '../db/quote.ts'
import { holdsCenter, type CenterScope } from './center-scope.ts'
import { narrowedTo, type ScopeCodes, type StoredTable } from './narrowed-tables.ts'

/** The name under which a snapshot is attached. */
export const STORED = 'stored'

/** The tables of the snapshot that is attached as `stored`. */
export async function storedTables(connection: DuckDBConnection): Promise<StoredTable[]> {
  const result = await connection.runAndReadAll(
    `SELECT schema_name, table_name, list(column_name ORDER BY column_index)::JSON::VARCHAR FROM system.main.duckdb_columns()
     WHERE database_name = ${quotedText(STORED)} AND NOT internal GROUP BY ALL ORDER BY ALL`,
  )
  return result.getRows().map(([schema, name, columns]) => ({
    schema: String(schema),
    name: String(name),
    columns: JSON.parse(String(columns)) as string[],
  }))
}

const texts = async (connection: DuckDBConnection, select: string) =>
  (await connection.runAndReadAll(select)).getRows() as (string | null)[][]

/** The centers of a scope in the snapshot that is attached, and their scanners; null for a scope of all. */
export async function scopeCodes(connection: DuckDBConnection, scope: CenterScope): Promise<ScopeCodes | null> {
  if (scope.kind === 'all') return null
  const known = await texts(connection, `SELECT center_code, province, ownership FROM ${STORED}.main.center`)
  const centers = known
    .map(([center_code = null, province = null, ownership = null]) => ({ center_code, province, ownership }))
    .filter((center) => holdsCenter(scope, center))
    .flatMap(({ center_code }) => center_code ?? [])
    .sort()
  const scanners = await texts(connection, `SELECT scanner_id, center_code FROM ${STORED}.main.scanner ORDER BY ALL`)
  return {
    centers,
    scanners: scanners.flatMap(([id, center]) => (id && centers.includes(center ?? '') ? [id] : [])),
  }
}

/** More rows than any table has: a limit that limits nothing, which the engine moves no condition through. */
const ALL_ROWS = '9223372036854775807'

/**
 * One view of a stored table with these columns and the rows that a scope leaves.
 * @param isBarrier for statements that somebody typed: without it their own conditions might be worked out on rows outside
 * the scope first, and an error or its absence would tell of them
 */
export function viewOf(
  catalog: string,
  table: StoredTable,
  columns: readonly string[],
  codes: ScopeCodes | null,
  isBarrier = false,
): string {
  const name = `${quotedName(table.schema)}.${quotedName(table.name)}`
  const rows = codes && narrowedTo(table, codes)
  const select = `SELECT ${columns.map(quotedName).join(', ')} FROM ${STORED}.${name}`
  const narrowed = rows === null ? '' : ` WHERE ${rows}${isBarrier ? ` LIMIT ${ALL_ROWS}` : ''}`
  return `CREATE VIEW ${catalog}.${name} AS ${select}${narrowed}`
}

/** Makes a catalog in memory in which every table of the snapshot holds a scope's rows only. */
export async function makeScopedCatalog(
  connection: DuckDBConnection,
  catalog: string,
  scope: CenterScope,
): Promise<void> {
  const [tables, codes] = [await storedTables(connection), await scopeCodes(connection, scope)]
  const schemas = [...new Set(tables.map(({ schema }) => schema))].filter((schema) => schema !== 'main')
  await connection.run(
    [
      `ATTACH ':memory:' AS ${catalog}`,
      ...schemas.map((schema) => `CREATE SCHEMA ${catalog}.${quotedName(schema)}`),
      ...tables.map((table) => viewOf(catalog, table, table.columns, codes)),
    ].join(';\n'),
  )
}
