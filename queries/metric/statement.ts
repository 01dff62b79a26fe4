import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { inBothPeriods, inScope, isCurrent } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import { judgedColumns, partsOf, underScanner, valueColumns, type Compiled } from './compile.ts'
import type { Metric } from './define.ts'
import { aggregatesOf, type Aggregate, type Source } from './expression.ts'
import { bySetsText, GROUPED_BY, nameOfSet } from './grouping-sets.ts'

/** What rows are grouped by: a column that each source has, or an expression over its columns under a name. */
export type Key = string | { name: string; of: (source: Source) => RawBuilder<unknown> }

export interface Question<Id extends string> {
  /** Name under which a panel shows its statement. */
  name: string
  metrics: readonly Metric<Id>[]
  by: readonly Key[]
  /** Names of keys by which rows are grouped in turn, as column `grouped_by` says; without them, by all keys. */
  sets?: readonly (readonly string[])[]
  filters: Filters
  /** Both: one row more for each group, `is_current` false, also where it has no rows. */
  periods: 'current' | 'both'
  /** Sums that are shown beside the figures, under their names. */
  beside?: readonly Aggregate[]
  /** Some of the groups only. SQL over bare columns of the source. */
  where?: (source: Source) => RawBuilder<SqlBool>
}

export const nameOf = (key: Key) => (typeof key === 'string' ? key : key.name)
const raw = (text: string) => sql.raw(text)
const list = (parts: (RawBuilder<unknown> | string)[]) =>
  sql.join(parts.map((part) => (typeof part === 'string' ? raw(part) : part)))

/** The sums of one source by the keys, as a common table expression under the source's name. */
export function partOf<Id extends string>(source: Source, parts: Aggregate[], question: Question<Id>) {
  const { by, sets, filters, periods, where } = question
  const both = periods === 'both'
  const keys = by.map((key) =>
    typeof key === 'string' ? sql`${sql.ref(key)}` : sql`${key.of(source)} AS ${raw(key.name)}`,
  )
  if (both) keys.push(sql`${isCurrent(source.columns.day, filters)} AS is_current`)
  const sums = parts.map((part) => `${part.text} AS ${part.name}`)
  const conditions = [(both ? inBothPeriods : inScope)(filters, source.columns)]
  if (source.where) conditions.push(raw(`(${source.where})`) as RawBuilder<SqlBool>)
  if (where) conditions.push(where(source))
  const grouped = keys.length > 0 ? sql` GROUP BY ${raw(keys.map((_, i) => i + 1).join(', '))}` : sql``
  const groups = sets ? `${source.name}_groups` : source.name
  const first = sql`${raw(groups)} AS (SELECT ${list([...keys, ...sums])} FROM ${sql.table(source.table)}
    WHERE ${sql.join(conditions, sql` AND `)}${grouped})`
  if (!sets) return first
  const again = bySetsText(groups, parts, by.map(nameOf), both ? ['is_current'] : [], sets)
  return sql`${first}, ${raw(source.name)} AS (${raw(again)})`
}

/** The columns that tell groups apart. */
export const namesOf = <Id extends string>({ by, sets }: Question<Id>) => [
  ...(sets ? [GROUPED_BY] : []),
  ...by.map(nameOf),
]

/** Every group of any source, in both periods where both are asked for; all rows together are a group without any row, too. */
function gridOf<Id extends string>(sources: Source[], question: Question<Id>) {
  const names = namesOf(question)
  const both = question.periods === 'both'
  const periods = '(VALUES (true), (false)) AS periods (is_current)'
  if (names.length === 0) return raw(both ? periods : '(SELECT 1 AS one) AS grid')
  const keys = sources.map((source) => `SELECT DISTINCT ${names.join(', ')} FROM ${source.name}`)
  const nulls = question.by.map((key) => `NULL AS ${nameOf(key)}`).join(', ')
  if (question.sets?.some((set) => set.length === 0)) keys.push(`SELECT '${nameOfSet([])}' AS ${GROUPED_BY}, ${nulls}`)
  if (keys.length === 0) keys.push(`SELECT ${names.map((name) => `NULL AS ${name}`).join(', ')} WHERE false`)
  const all = `(${keys.join(' UNION ')}) AS grid`
  return raw(both ? `${all} CROSS JOIN ${periods}` : all)
}

const columnOf = (part: Aggregate) =>
  part.zero ? `coalesce(${part.source.name}.${part.name}, 0)` : `${part.source.name}.${part.name}`

function joinsOf(sources: Source[], names: string[], both: boolean) {
  return sources.map(({ name }) => {
    const on = names.map((key) => `${name}.${key} IS NOT DISTINCT FROM grid.${key}`)
    if (both) on.push(`${name}.is_current = periods.is_current`)
    return raw(` LEFT JOIN ${name} ON ${on.length > 0 ? on.join(' AND ') : 'true'}`)
  })
}

/** Each part once: a sum that is shown beside the figures may be a part of them. */
export function onceEach(parts: Aggregate[]): Aggregate[] {
  return [...new Map(parts.map((part) => [`${part.source.name}.${part.name}`, part])).values()]
}

/** Sums beside the figures; null where the filter leaves one without an answer. */
function besideColumns(beside: readonly Aggregate[], byScanner: boolean) {
  return beside.map((part) => {
    const followed = byScanner ? underScanner(part) : part
    const [one = null] = followed ? aggregatesOf(followed) : []
    return { part: one, text: `${one ? columnOf(one) : 'NULL'} AS ${part.name}`, name: part.name }
  })
}

/**
 * The whole question as one statement, with value, interval, n and why there is none: what the SQL link of a panel opens.
 * The page asks the sums alone (`measure`) and works the same out.
 */
export function statementOf<Id extends string>(question: Question<Id>, compiled: Compiled[]) {
  const beside = besideColumns(question.beside ?? [], question.filters.scanner.length > 0)
  const parts = onceEach([...partsOf(compiled), ...beside.flatMap(({ part }) => part ?? [])])
  const sources = [...new Map(parts.map((part) => [part.source.name, part.source])).values()]
  const names = namesOf(question)
  const both = question.periods === 'both'
  const keys = [...names.map((name) => `grid.${name}`), ...(both ? ['periods.is_current'] : [])]
  const judged = [...beside.map(({ text }) => text), ...compiled.flatMap((one) => judgedColumns(one, columnOf))]
  const out = [...names, ...(both ? ['is_current'] : []), ...beside.map(({ name }) => name)]
  const order = [...names, ...(both ? ['is_current DESC'] : [])]
  const sums = sources.map((source) =>
    partOf(
      source,
      parts.filter((part) => part.source.name === source.name),
      question,
    ),
  )
  const groups = sql`judged AS (SELECT ${raw([...keys, ...judged].join(', ') || '1 AS one')} FROM ${gridOf(sources, question)}${sql.join(
    joinsOf(sources, names, both),
    sql``,
  )})`
  return sql<Record<string, unknown>>`WITH ${sql.join([...sums, groups])} SELECT ${raw(
    [...out, ...compiled.flatMap(valueColumns)].join(', '),
  )} FROM judged${order.length > 0 ? raw(` ORDER BY ${order.join(', ')}`) : sql``}`
}
