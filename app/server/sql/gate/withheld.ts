import { CLASSES, DATA_CLASSES, type DataClass } from '#queries/data-classes.ts'
import { CLASS_ROLES } from '../../../access.ts'
import type { SqlProblem } from '../../../sql/sql-types.ts'
import { Problem } from './refuse.ts'

/** What of a table is not offered: each column in lower case, with the classes that it takes beside those that are there. */
export interface Withheld {
  columns: ReadonlyMap<string, readonly DataClass[]>
}

/**
 * The classes that a column of a published table takes: its own and its table's. Whatever stands in no list, as a column of
 * an older snapshot may, takes them all.
 */
export function classesFor(table: string, column: string): readonly DataClass[] {
  const known = CLASSES[table.toLowerCase()]
  const own = DATA_CLASSES.find((name) => known?.[name]?.split(' ').includes(column.toLowerCase()))
  return known && own ? [...new Set([known.class, own])] : DATA_CLASSES
}

/** The roles that have every one of the classes. */
const rolesWith = (classes: readonly DataClass[]) =>
  CLASS_ROLES.operations.filter((role) => classes.every((name) => CLASS_ROLES[name].includes(role)))

/** Names which class a table or its columns take, and who has it. @param names as one writes them */
export function classRefusal(names: readonly string[], lacks: readonly DataClass[], rest: Partial<SqlProblem> = {}) {
  const roles = rolesWith(lacks)
  const what = `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} of the class ${lacks.join(' and ')}`
  return new Problem({
    code: 'refused',
    message: `${what}, which your role does not have. It is for: ${roles.join(', ')}.`,
    withheld: { names: [...names], classes: [...lacks], roles: [...roles] },
    ...rest,
  })
}

/** As people write it: tables of the main schema without it. */
export const shortName = (table: string) => table.replace(/^main\./, '')

/** The classes that are lacking for any of a table's columns. */
export const lackedBy = ({ columns }: Withheld): DataClass[] =>
  DATA_CLASSES.filter((name) => [...columns.values()].some((lacks) => lacks.includes(name)))

/** The classes that are lacking for every one of a table's columns: what the table itself takes. */
export const tableLacks = ({ columns }: Withheld): DataClass[] =>
  DATA_CLASSES.filter((name) => [...columns.values()].every((lacks) => lacks.includes(name)))

/** Whether a text holds the table's name as a word. */
const mentions = (sql: string, table: string) =>
  new RegExp(`(?<![\\w$])${table.split('.')[1]!.replace(/[^\w]/g, '\\$&')}(?![\\w$])`, 'i').test(sql)

/**
 * What an error of the engine about an unknown name means where the name is a column that is withheld: a refusal that says
 * whose it is. Null for every other error.
 * @param words names that the engine complained of
 */
export function refusedColumn(
  words: readonly string[],
  sql: string,
  withheld: ReadonlyMap<string, Withheld>,
  place: Partial<SqlProblem>,
): SqlProblem | null {
  for (const word of words) {
    const column = word.split('.').at(-1)!.toLowerCase()
    const holders = [...withheld].filter(([, { columns }]) => columns.has(column))
    const [holder] = [...holders.filter(([table]) => mentions(sql, table)), ...holders]
    if (!holder) continue
    const [table, { columns }] = holder
    return classRefusal([`${shortName(table)}.${column}`], columns.get(column)!, place).problem
  }
  return null
}
