import { literal } from '../sql-text.ts'

/**
 * What kind of fact a table or column holds: how the network works, what something costs or earns, or whom an exam is of
 * and who worked on it. The dashboard gives a role its classes only (docs/decisions/0064).
 */
export const DATA_CLASSES = ['operations', 'money', 'person'] as const
export type DataClass = (typeof DATA_CLASSES)[number]

/** A published table as a data object: DDL, comments, `queries/schema.ts`, `queries/data-classes.ts` and the docs come from it. */
export interface Table {
  schema: 'main' | 'mart' | 'ops'
  name: string
  /** What one row is; becomes the table's comment. */
  grain: string
  /** Whoever lacks it reads no column of the table. */
  class: DataClass
  columns: Record<string, Column>
}

export interface Column {
  /** DuckDB type. */
  type: string
  /** Never null: check `columns_filled` holds every snapshot to it, and `queries/schema.ts` relies on it. */
  required: boolean
  /** What the SQL console shows. */
  comment: string
  /** Whoever lacks it, or the table's own, does not read the column. */
  class: DataClass
}

/** A column as tables are written: type and comment, and its class where that is not its table's. */
export type Declared = [type: string, comment: string, dataClass?: DataClass]

const NOT_NULL = ' NOT NULL'

/**
 * `[type, comment]` pairs keep long column lists readable; a type that ends in ` NOT NULL` makes the column required.
 * @param dataClass of the table and of each column that names none of its own
 */
export function table(
  qualifiedName: string,
  grain: string,
  columns: Record<string, Declared>,
  dataClass: DataClass = 'operations',
): Table {
  const [schema, name] = qualifiedName.split('.') as [Table['schema'], string]
  return {
    schema,
    name,
    grain,
    class: dataClass,
    columns: Object.fromEntries(
      Object.entries(columns).map(([column, [type, comment, own = dataClass]]) => [
        column,
        { type: type.replace(NOT_NULL, ''), required: type.endsWith(NOT_NULL), comment, class: own },
      ]),
    ),
  }
}

/** The same column, never null. */
export const required = ([type, ...rest]: Declared): Declared => [type + NOT_NULL, ...rest]

/** The same column, of another class than its table. */
export const ofClass = (dataClass: DataClass, [type, comment]: Declared): Declared => [type, comment, dataClass]

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
