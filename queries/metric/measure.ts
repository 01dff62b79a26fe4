import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { inBothPeriods, inScope, isCurrent } from '../filter/scope.ts'
import type { Estimate, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { compile, judgedColumns, partsOf, valueColumns, type Compiled } from './compile.ts'
import type { Metric } from './define.ts'
import { estimateOf } from './estimate.ts'
import { aggregatesOf, type Aggregate } from './expression.ts'
import { underScanner } from './compile.ts'
import type { Source } from './expression.ts'

/** What rows are grouped by: a column that each source has, or an expression over its columns under a name. */
export type Key = string | { name: string; of: (source: Source) => RawBuilder<unknown> }

export interface Question<Id extends string> {
  /** Name under which a panel shows its statement. */
  name: string
  metrics: readonly Metric<Id>[]
  by: readonly Key[]
  filters: Filters
  /** Both: one row more for each group, `is_current` false, also where it has no rows. */
  periods: 'current' | 'both'
  /** Sums that are shown beside the figures, under their names. */
  beside?: readonly Aggregate[]
  /**
   * Several groupings in one statement: the names of the keys of each. A key that a grouping lacks is null in its rows.
   * Without them one grouping by all keys.
   */
  sets?: readonly (readonly string[])[]
  /** Some of the rows only. SQL over bare columns of the source. */
  where?: (source: Source) => RawBuilder<SqlBool>
}

export interface Measured<Id extends string> {
  /** The values of the keys, and of the sums beside the figures. */
  row: Record<string, unknown>
  is_current: boolean
  figures: Record<Id, Estimate>
}

const nameOf = (key: Key) => (typeof key === 'string' ? key : key.name)
const raw = (text: string) => sql.raw(text)
const list = (parts: (RawBuilder<unknown> | string)[]) =>
  sql.join(parts.map((part) => (typeof part === 'string' ? raw(part) : part)))

function groupingOf<Id extends string>({ by, periods, sets }: Question<Id>): string {
  const period = periods === 'both' ? ['is_current'] : []
  const names = [...by.map(nameOf), ...period]
  if (sets) return ` GROUP BY GROUPING SETS (${sets.map((set) => `(${[...set, ...period].join(', ')})`).join(', ')})`
  return names.length > 0 ? ` GROUP BY ${names.map((_, i) => i + 1).join(', ')}` : ''
}

/** The sums of one source by the keys. */
function partOf<Id extends string>(source: Source, parts: Aggregate[], question: Question<Id>) {
  const { by, filters, periods, where } = question
  const both = periods === 'both'
  const keys = by.map((key) =>
    typeof key === 'string' ? sql`${sql.ref(key)}` : sql`${key.of(source)} AS ${raw(key.name)}`,
  )
  if (both) keys.push(sql`${isCurrent(source.columns.day, filters)} AS is_current`)
  const sums = parts.map((part) => `${part.text} AS ${part.name}`)
  const conditions = [(both ? inBothPeriods : inScope)(filters, source.columns)]
  if (source.where) conditions.push(raw(`(${source.where})`) as RawBuilder<SqlBool>)
  if (where) conditions.push(where(source))
  return sql`${raw(source.name)} AS (SELECT ${list([...keys, ...sums])} FROM ${sql.table(source.table)}
    WHERE ${sql.join(conditions, sql` AND `)}${raw(groupingOf(question))})`
}

/** Every group of any source, in both periods where both are asked for. */
function gridOf(sources: Source[], names: string[], both: boolean) {
  const periods = '(VALUES (true), (false)) AS periods (is_current)'
  if (names.length === 0) return raw(both ? periods : '(SELECT 1 AS one) AS grid')
  const keys = sources.map((source) => `SELECT DISTINCT ${names.join(', ')} FROM ${source.name}`)
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

/** The whole question as one statement. */
export function statementOf<Id extends string>(question: Question<Id>, compiled: Compiled[], beside: Aggregate[]) {
  const parts = [...new Set([...partsOf(compiled), ...beside])]
  const sources = [...new Map(parts.map((part) => [part.source.name, part.source])).values()]
  const names = question.by.map(nameOf)
  const both = question.periods === 'both'
  const keys = [...names.map((name) => `grid.${name}`), ...(both ? ['periods.is_current'] : [])]
  const kept = beside.map((part) => `${columnOf(part)} AS ${part.name}`)
  const judged = compiled.flatMap((one) => judgedColumns(one, columnOf))
  const out = [...names, ...(both ? ['is_current'] : []), ...beside.map((part) => part.name)]
  const order = [...names, ...(both ? ['is_current DESC'] : [])]
  return sql<Record<string, unknown>>`WITH ${sql.join(
    sources.map((source) =>
      partOf(
        source,
        parts.filter((part) => part.source.name === source.name),
        question,
      ),
    ),
  )}, judged AS (SELECT ${raw([...keys, ...kept, ...judged].join(', '))} FROM ${gridOf(sources, names, both)}${sql.join(
    joinsOf(sources, names, both),
    sql``,
  )}) SELECT ${raw([...out, ...compiled.flatMap(valueColumns)].join(', '))} FROM judged${
    order.length > 0 ? raw(` ORDER BY ${order.join(', ')}`) : sql``
  }`
}

/**
 * The figures of some metrics by some keys: one statement, which is also what the SQL link of a panel opens. Value,
 * interval, n and why there is none are worked out in it; rows come in the order of the keys, the current period first.
 */
export async function measure<Id extends string>(
  db: Kysely<Database>,
  question: Question<Id>,
): Promise<Measured<Id>[]> {
  const byScanner = question.filters.scanner.length > 0
  const compiled = question.metrics.map((metric) => compile(metric, byScanner))
  const beside = (question.beside ?? []).flatMap((part) => {
    const followed = byScanner ? underScanner(part) : part
    return followed ? aggregatesOf(followed) : []
  })
  const rows = await askedSql(db, question.name, statementOf(question, compiled, beside))
  return rows.map((row) => ({
    row,
    is_current: row['is_current'] !== false,
    figures: Object.fromEntries(compiled.map((one) => [one.metric.id, estimateOf(one, row)])) as Record<Id, Estimate>,
  }))
}
