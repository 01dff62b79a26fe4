import { sql, type Kysely } from 'kysely'
import { isWeekendText } from '../db/aggregates.ts'
import type { Database } from '../schema.ts'
import type { ClusterSums } from '../statistics/cluster-sums.ts'
import { notJudged, type Evidence } from '../statistics/evidence.ts'
import { rateDifference, ratioDifference } from '../statistics/period-difference.ts'
import { quantileDifference, type Quantiles } from '../statistics/quantile-difference.ts'
import type { Estimate } from '../page/page-types.ts'
import { compile } from './compile.ts'
import type { Metric } from './define.ts'
import type { Around, Source } from './expression.ts'
import { nameOfSet } from './grouping-sets.ts'
import type { Measured } from './measure.ts'
import { quantileOf } from './source.ts'
import { statementOf, type Question } from './statement.ts'

export const isQuotient = ({ kind }: Metric) => kind === 'rate' || kind === 'ratio'

export const aroundOf = ({ kind, numerator }: Metric): Around | null =>
  kind === 'quantile' && numerator.kind === 'combined' ? (numerator.around ?? null) : null

/** The same figure read off the longer list of quantiles, so that one pass over the exams does. */
export function widened<Id extends string>(metric: Metric<Id>): Metric<Id> {
  const around = aroundOf(metric)
  return around ? { ...metric, numerator: around.value } : metric
}

const DAY = { name: 'cluster', of: ({ columns }: Source) => sql`${sql.ref(columns.day)}` }
const sumsText = ({ id }: Metric) => {
  const [a, b] = [`CAST(${id}_numerator AS DOUBLE)`, `CAST(${id}_n AS DOUBLE)`]
  const sums = [
    ['clusters', 'count(*)'],
    ['numerator', `sum(${a})`],
    ['denominator', `sum(${b})`],
    ['numerator_squares', `sum(${a} * ${a})`],
    ['products', `sum(${a} * ${b})`],
    ['denominator_squares', `sum(${b} * ${b})`],
  ]
  return sums.map(([name, sum]) => `${sum} FILTER (WHERE ${id}_n > 0 AND ${id}_numerator IS NOT NULL) AS ${id}_${name}`)
}

/** Sums over the days of a group and period, week-ends apart. */
export type Days = (metric: Metric, row: Record<string, unknown>, is_current: boolean) => ClusterSums[]

/** By the keys of each set: how rates and ratios vary from day to day, in both periods. */
export async function daySums<Id extends string>(db: Kysely<Database>, question: Question<Id>): Promise<Days> {
  const byScanner = question.filters.scanner.length > 0
  const compiled = question.metrics
    .filter(isQuotient)
    .map((metric) => compile(metric, byScanner))
    .filter(({ numerator }) => numerator !== null)
  if (compiled.length === 0) return () => []
  const names = question.by.map((key) => (typeof key === 'string' ? key : key.name))
  const sets = question.sets?.map((set) => [...set, DAY.name])
  const metrics = compiled.map(({ metric }) => metric)
  const days = statementOf(
    { ...question, metrics, by: [...question.by, DAY], beside: [], ...(sets && { sets }) },
    compiled,
  )
  const keys = [...(sets ? ['grouped_by'] : []), ...names, 'is_current', `${isWeekendText('cluster')} AS weekend`]
  const columns = [...keys, ...metrics.flatMap(sumsText)].join(', ')
  const grouped = keys.map((_, i) => i + 1).join(', ')
  const { rows } = await sql<Record<string, unknown>>`SELECT ${sql.raw(columns)} FROM (${days}) AS days
    GROUP BY ${sql.raw(grouped)}`.execute(db)
  const isOf = (found: Record<string, unknown>, row: Record<string, unknown>) =>
    names.every((name) => (found[name] ?? null) === (row[name] ?? null)) &&
    (!sets ||
      found['grouped_by'] === `${row['grouped_by'] === nameOfSet([]) ? '' : `${String(row['grouped_by'])}, `}cluster`)
  return ({ id }, row, is_current) =>
    rows
      .filter((found) => found['is_current'] === is_current && isOf(found, row))
      .map((found) => {
        const of = (name: string) => Number(found[`${id}_${name}`] ?? 0)
        return {
          clusters: of('clusters'),
          numerator: of('numerator'),
          denominator: of('denominator'),
          numerator_squares: of('numerator_squares'),
          products: of('products'),
          denominator_squares: of('denominator_squares'),
        }
      })
      .filter(({ clusters }) => clusters > 0)
}

function quantilesOf({ list, places }: Around, { row }: Measured<string>, { n }: Estimate): Quantiles {
  const all = row[list.name] as number[] | null
  return { n: n ?? 0, values: all && places.map((place) => quantileOf(all, place)!) }
}

/** What the two periods of a group say about the difference of one figure. Counts and money have no evidence here. */
export function evidenceOf<Id extends string>(
  metric: Metric<Id>,
  current: Measured<Id>,
  previous: Measured<Id>,
  days: Days,
): Evidence {
  const [now, before] = [current.figures[metric.id], previous.figures[metric.id]]
  if (now.value === null || before.value === null) return notJudged()
  const difference = now.value - before.value
  const clusters = { current: days(metric, current.row, true), previous: days(metric, previous.row, false) }
  const around = aroundOf(metric)
  if (around)
    return quantileDifference(around.share, quantilesOf(around, current, now), quantilesOf(around, previous, before))
  if (metric.kind === 'ratio') {
    const found = ratioDifference(clusters.current, clusters.previous)
    return found.difference === null ? notJudged(difference) : { ...found, difference }
  }
  if (metric.kind !== 'rate') return notJudged(difference)
  return rateDifference(
    { k: now.numerator ?? 0, n: now.n ?? 0 },
    { k: before.numerator ?? 0, n: before.n ?? 0 },
    clusters,
  )
}
