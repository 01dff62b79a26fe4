import { literal } from '../sql-text.ts'

/** A published table as a data object: DDL, comments, `queries/schema.ts` and the docs come from it. */
export interface Table {
  schema: 'main' | 'mart' | 'ops'
  name: string
  /** What one row is; becomes the table's comment. */
  grain: string
  columns: Record<string, Column>
}

/** DuckDB type and the comment that the SQL console shows. Every column is nullable but those marked. */
export interface Column {
  type: string
  comment: string
}

/** `[type, comment]` pairs keep long column lists readable. */
export function table(qualifiedName: string, grain: string, columns: Record<string, [string, string]>): Table {
  const [schema, name] = qualifiedName.split('.') as [Table['schema'], string]
  return {
    schema,
    name,
    grain,
    columns: Object.fromEntries(
      Object.entries(columns).map(([column, [type, comment]]) => [column, { type, comment }]),
    ),
  }
}

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
