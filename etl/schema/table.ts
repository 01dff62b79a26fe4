import { literal } from '../sql-text.ts'

/** A published table as a data object: DDL, comments, `queries/schema.ts` and the docs come from it. */
export interface Table {
  schema: 'main' | 'mart' | 'ops'
  name: string
  /** What one row is; becomes the table's comment. */
  grain: string
  columns: Record<string, Column>
}

export interface Column {
  /** DuckDB type. */
  type: string
  /** Never null: check `columns_filled` holds every snapshot to it, and `queries/schema.ts` relies on it. */
  required: boolean
  /** What the SQL console shows. */
  comment: string
}

const NOT_NULL = ' NOT NULL'

/** `[type, comment]` pairs keep long column lists readable; a type that ends in ` NOT NULL` makes the column required. */
export function table(qualifiedName: string, grain: string, columns: Record<string, [string, string]>): Table {
  const [schema, name] = qualifiedName.split('.') as [Table['schema'], string]
  return {
    schema,
    name,
    grain,
    columns: Object.fromEntries(
      Object.entries(columns).map(([column, [type, comment]]) => [
        column,
        { type: type.replace(NOT_NULL, ''), required: type.endsWith(NOT_NULL), comment },
      ]),
    ),
  }
}

/** The same column, never null. */
export const required = ([type, comment]: [string, string]): [string, string] => [type + NOT_NULL, comment]

export function qualified(t: Table): string {
  return `${t.schema}."${t.name}"`
}

export function createTableSql(t: Table, as = qualified(t)): string {
  const columns = Object.entries(t.columns).map(([name, column]) => `"${name}" ${column.type}`)
  return `CREATE TABLE IF NOT EXISTS ${as} (${columns.join(', ')})`
}

export function commentSql(t: Table): string[] {
  return [
    `COMMENT ON TABLE ${qualified(t)} IS ${literal(`One row per ${t.grain}`)}`,
    ...Object.entries(t.columns).map(
      ([name, column]) => `COMMENT ON COLUMN ${qualified(t)}."${name}" IS ${literal(column.comment)}`,
    ),
  ]
}
