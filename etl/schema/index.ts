import { factTables, referenceTables } from './main.ts'
import { martTables } from './mart.ts'
import { opsTables } from './ops.ts'
import { commentSql, createTableSql, type Table } from './table.ts'

/** Raised by one whenever a published table or the history changes shape; an older file is rebuilt or refused. */
export const SCHEMA_VERSION = 2

export const publishedTables: Table[] = [...referenceTables, ...factTables, ...martTables, ...opsTables]

/** Statements that make an empty warehouse with comments on every table and column. */
export function warehouseSql(): string[] {
  return [
    'CREATE SCHEMA IF NOT EXISTS mart',
    'CREATE SCHEMA IF NOT EXISTS ops',
    ...publishedTables.flatMap((t) => [createTableSql(t), ...commentSql(t)]),
  ]
}
