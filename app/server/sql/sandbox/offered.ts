// What the statements of a process find: views of the published tables with the columns of its classes and the rows of its
// scope of centers. The snapshot itself is attached under a name that the gate lets nobody write, so that a column which no view has is out of
// reach of stars, whole rows, joins and whatever else the language may yet bring.
import type { DuckDBInstance } from '@duckdb/node-api'
import type { DataClass } from '#queries/data-classes.ts'
import { quotedName, quotedText } from '#queries/db/quote.ts'
import type { Published } from '../gate/tree.ts'
import { scopeKey } from '#queries/scope/center-scope.ts'
import type { StoredTable } from '#queries/scope/narrowed-tables.ts'
import { scopeCodes, STORED, storedTables, viewOf } from '#queries/scope/scope-views.ts'
import type { Offer } from '../../../sql/sql-types.ts'
import { CATALOG } from './catalog.ts'
import { classesFor, type Withheld } from '../gate/withheld.ts'

/** One text for offers that hold the same: a process serves no other than its first. */
export const offerKey = ({ classes, scope }: Offer) => `${[...classes].sort().join()} ${scopeKey(scope)}`

const SAME = 'schema_name = s.schema_name AND '

/** The engine's own catalog as if the views were the tables: what they tell, and what SHOW and the standard's views tell. */
const catalogMacros = (isScoped: boolean): [name: string, select: string][] => [
  [
    'duckdb_tables',
    `SELECT * REPLACE (${quotedText(CATALOG)} AS database_name, NULL::VARCHAR AS sql${isScoped ? ', NULL::BIGINT AS estimated_size' : ''}) FROM system.main.duckdb_tables() s
     WHERE database_name = ${quotedText(STORED)} AND EXISTS (SELECT 1 FROM system.main.duckdb_views() v
       WHERE v.database_name = ${quotedText(CATALOG)} AND v.${SAME}v.view_name = s.table_name)`,
  ],
  [
    'duckdb_columns',
    `SELECT * REPLACE (${quotedText(CATALOG)} AS database_name) FROM system.main.duckdb_columns() s
     WHERE database_name = ${quotedText(STORED)} AND EXISTS (SELECT 1 FROM system.main.duckdb_columns() v
       WHERE v.database_name = ${quotedText(CATALOG)} AND v.${SAME}v.table_name = s.table_name AND v.column_name = s.column_name)`,
  ],
  ['duckdb_views', "SELECT * FROM system.main.duckdb_views() WHERE database_name = 'system'"],
  ['duckdb_schemas', `SELECT * FROM system.main.duckdb_schemas() WHERE database_name = ${quotedText(CATALOG)}`],
  ['duckdb_constraints', `SELECT * FROM system.main.duckdb_constraints() WHERE database_name = ${quotedText(CATALOG)}`],
]

/** The columns of a table that the classes may see, and why not the others. */
function split({ schema, name, columns }: StoredTable, classes: readonly DataClass[]): Withheld & { seen: string[] } {
  const missing = columns.map((column) => ({
    column,
    lacks: classesFor(`${schema}.${name}`, column).filter((one) => !classes.includes(one)),
  }))
  const withheld = missing.filter(({ lacks }) => lacks.length > 0)
  return {
    seen: missing.filter(({ lacks }) => lacks.length === 0).map(({ column }) => column),
    columns: new Map(withheld.map(({ column, lacks }) => [column.toLowerCase(), lacks])),
  }
}

/** Makes the views of a process, once. @returns the tables that statements may name, and what is withheld from them */
export async function offer(instance: DuckDBInstance, { classes, scope }: Offer): Promise<Published> {
  const connection = await instance.connect()
  try {
    const tables = new Set<string>()
    const withheld = new Map<string, Withheld>()
    const statements: string[] = []
    const [stored, codes] = [await storedTables(connection), await scopeCodes(connection, scope)]
    for (const schema of new Set(stored.map((one) => one.schema))) {
      statements.push(`CREATE SCHEMA IF NOT EXISTS ${CATALOG}.${quotedName(schema)}`)
    }
    for (const table of stored) {
      const { seen, columns } = split(table, classes)
      const full = `${table.schema}.${table.name}`.toLowerCase()
      if (columns.size > 0) withheld.set(full, { columns })
      if (seen.length === 0) continue
      tables.add(full)
      statements.push(viewOf(CATALOG, table, seen, codes, true))
    }
    for (const [name, select] of catalogMacros(codes !== null)) {
      statements.push(`CREATE MACRO ${CATALOG}.main.${name}() AS TABLE ${select}`)
    }
    await connection.run(statements.join(';\n'))
    return { catalog: CATALOG, tables, withheld, isScoped: codes !== null }
  } finally {
    connection.closeSync()
  }
}
