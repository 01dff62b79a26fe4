import { CLASSES, type DataClass } from '#queries/data-classes.ts'
import { LIBRARY, type LibraryQuery } from '#queries/library/index.ts'
import { PARAMETER_LISTS } from '#queries/library/lists.ts'
import { RELATIONS, type Relation } from '#queries/library/relations.ts'
import { classesFor } from '../sql/gate/withheld.ts'

const qualified = (table: string) => (table.includes('.') ? table : `main.${table}`)
const columnsOf = (table: string) =>
  Object.entries(CLASSES[table] ?? {}).flatMap(([name, columns]) => (name === 'class' ? [] : columns.split(' ')))

const has = (classes: readonly DataClass[], table: string, column: string) =>
  classesFor(table, column).every((name) => classes.includes(name))

/** Whether our own text names only what the classes hold. What anybody typed is judged where it runs. */
function runsFor(classes: readonly DataClass[], sql: string): boolean {
  const tables = [...sql.matchAll(/(?:FROM|JOIN)\s+((?:mart\.|ops\.)?[a-z_]+)\b(?!\s*\()/g)].map(([, name]) =>
    qualified(name!),
  )
  const words = new Set(sql.match(/\w+/g))
  return tables.every((table) => {
    const columns = columnsOf(table)
    if (columns.length > 0 && !classes.includes(CLASSES[table]!.class)) return false
    return columns.every((column) => !words.has(column) || has(classes, table, column))
  })
}

/** Those library queries whose tables and columns the classes hold. */
export const libraryFor = (classes: readonly DataClass[]): LibraryQuery[] =>
  LIBRARY.filter(({ sql }) => runsFor(classes, sql))

export const listsFor = (classes: readonly DataClass[]): Record<string, string> =>
  Object.fromEntries(Object.entries(PARAMETER_LISTS).filter(([, sql]) => runsFor(classes, sql)))

/** Joins of which both sides are held. */
export const relationsFor = (classes: readonly DataClass[]): Relation[] =>
  RELATIONS.filter(({ table, columns, to, toColumns }) =>
    [
      ...columns.map((column) => [qualified(table), column] as const),
      ...toColumns.map((column) => [qualified(to), column] as const),
    ].every(([name, column]) => has(classes, name, column)),
  )
