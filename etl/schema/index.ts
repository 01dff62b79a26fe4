import { createHash } from 'node:crypto'
import { factTables, referenceTables } from './main.ts'
import { martTables } from './mart.ts'
import { opsTables } from './ops.ts'
import { SHAPES } from './shapes.ts'
import { commentSql, createTableSql, qualified, type Table } from './table.ts'

/** Version of the published tables: a snapshot of another is never read; the next run makes a new one from history. */
export const SCHEMA_VERSION = SHAPES.length

export const publishedTables: Table[] = [...referenceTables, ...factTables, ...martTables, ...opsTables]

/** A published table by its qualified name, e.g. `main.exam`. */
export function tableOf(name: string): Table {
  return publishedTables.find((t) => `${t.schema}.${t.name}` === name)!
}

/** Names, order, types and nulls of all published columns, as a hash; comments may change freely. */
export function shapeHash(tables = publishedTables): string {
  const shape = tables.map((t) => [
    qualified(t),
    Object.entries(t.columns).map(([name, c]) => [name, c.type, c.required]),
  ])
  return createHash('sha256').update(JSON.stringify(shape)).digest('hex').slice(0, 16)
}

/** Statements that make an empty warehouse with comments on every table and column. */
export function warehouseSql(): string[] {
  return [
    'CREATE SCHEMA IF NOT EXISTS mart',
    'CREATE SCHEMA IF NOT EXISTS ops',
    ...publishedTables.flatMap((t) => [createTableSql(t), ...commentSql(t)]),
  ]
}
