import { sql, type RawBuilder } from 'kysely'
import { localDay } from '../db/functions.ts'
import { addDays } from '../filter/days.ts'
import { pageParam, textParam } from '../filter/search-params.ts'
import type { Filters } from '../page/page-types.ts'
import { caseKeys, type CaseKind, type CaseQuery, type Said } from './case-types.ts'

type Key = Record<string, string>
type Mark = Said & object

const valueOf = (row: object, name: string) => (row as Key)[name]!

/** One text for a case, by which it is found again. */
export const caseKey = (kind: CaseKind, row: object) => JSON.stringify(caseKeys(kind).map((name) => valueOf(row, name)))

/** What the address asks of any list of cases. */
export function caseQuery<State extends string>(search: URLSearchParams, states: readonly State[]): CaseQuery<State> {
  const state = states.find((one) => one === textParam(search, 'state'))
  return {
    ...(state && { state }),
    person: textParam(search, 'person'),
    overdue: search.get('overdue') === '1',
    age: pageParam(search, 'age'),
    page: pageParam(search, 'page'),
  }
}

/** What was said of each case, the newest first. */
export function saidByCase<One extends Mark>(kind: CaseKind, marks: One[]): Map<string, One[]> {
  const said = new Map<string, One[]>()
  for (const mark of marks) {
    const key = caseKey(kind, mark)
    const list = said.get(key)
    if (list) list.push(mark)
    else said.set(key, [mark])
  }
  return said
}

/** The newest word of each case. */
export const newestOf = <One>(said: Map<string, One[]>): One[] => [...said.values()].map(([newest]) => newest!)

const textTable = (name: string, columns: readonly string[], rows: object[]): RawBuilder<unknown> => {
  const refs = columns.map((column) => sql.ref(column))
  const empty = sql.join(refs.map((ref) => sql`'' AS ${ref}`))
  if (rows.length === 0) return sql`${sql.ref(name)} AS (SELECT ${empty} WHERE false)`
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => sql`${valueOf(row, column) ?? ''}`))})`)
  return sql`${sql.ref(name)} (${sql.join(refs)}) AS (VALUES ${sql.join(values)})`
}

/** Cases as a table of the statement, by their keys alone. */
export const keyTable = (name: string, kind: CaseKind, rows: object[]) => textTable(name, caseKeys(kind), rows)

/** The newest words as a table `mark` of the statement; the warehouse knows nothing of them. Nobody and no day are empty texts. */
export const markTable = (kind: CaseKind, marks: Mark[], beside: readonly string[] = []) =>
  textTable('mark', [...caseKeys(kind), 'state', 'assigned_to', 'due', ...beside], marks)

/** Conditions of a list on its columns `state`, `assigned_to`, `due` and `day`. */
export function narrowedByCase(filters: Filters, query: CaseQuery<string>): RawBuilder<unknown>[] {
  const { state, person, overdue, age } = query
  return [
    ...(state === undefined ? [] : [sql`state = ${state}`]),
    ...(person === undefined ? [] : [sql`assigned_to = ${person}`]),
    ...(overdue ? [sql`(due <> '' AND due < ${filters.to})`] : []),
    ...(age === undefined ? [] : [sql`day <= ${localDay(addDays(filters.to, -age))}`]),
  ]
}

export const allOf = (conditions: RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`true` : sql.join(conditions, sql` AND `)
