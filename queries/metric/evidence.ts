import { sql } from 'kysely'
import { quotedText } from '../db/quote.ts'
import type { ClusterSums } from '../statistics/cluster-sums.ts'
import { notJudged, type Evidence } from '../statistics/evidence.ts'
import { designEffect, rateDifference, ratioDifference } from '../statistics/period-difference.ts'
import { quantileDifference, type Quantiles } from '../statistics/quantile-difference.ts'
import type { Estimate } from '../page/page-types.ts'
import { compile, partsOf } from './compile.ts'
import type { Metric } from './define.ts'
import { readerOf, type Around, type Source } from './expression.ts'
import { GROUPED_BY, nameOfSet } from './grouping-sets.ts'
import type { Groups, Sums } from './groups.ts'
import type { Measured } from './measure.ts'
import { quantileOf } from './source.ts'
import { nameOf, type Question } from './statement.ts'

/** Quantiles are asked in microseconds. */
const MICROSECONDS = 60e6

export const isQuotient = ({ kind }: Metric) => kind === 'rate' || kind === 'ratio'

export const aroundOf = ({ kind, numerator }: Metric): Around | null =>
  kind === 'quantile' && numerator.kind === 'combined' ? (numerator.around ?? null) : null

/** The same figure read off the longer list of quantiles, so that one pass over the exams does. */
export function widened<Id extends string>(metric: Metric<Id>): Metric<Id> {
  const around = aroundOf(metric)
  return around ? { ...metric, numerator: around.value } : metric
}

const DAY = { name: 'cluster', of: ({ columns }: Source) => sql`${sql.ref(columns.day)}` }

/** Sums over the days of a group and period, week-ends apart. */
export type Days = (metric: Metric, row: Record<string, unknown>, is_current: boolean) => ClusterSums[]

const NONE: ClusterSums = {
  clusters: 0,
  numerator: 0,
  denominator: 0,
  numerator_squares: 0,
  products: 0,
  denominator_squares: 0,
}

function add(sums: ClusterSums, k: number, n: number): void {
  sums.clusters += 1
  sums.numerator += k
  sums.denominator += n
  sums.numerator_squares += k * k
  sums.products += k * n
  sums.denominator_squares += n * n
}

const isWeekend = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() % 6 === 0

/** What a group is found by again; in the question by days its set has one key more. */
function nameOfGroup(names: string[], row: Record<string, unknown>, is_current: boolean): string {
  const keys = names.map((name) => row[name] ?? null)
  return JSON.stringify([is_current, row[GROUPED_BY] ?? null, ...keys])
}

/** Place of each day's group among the groups that days are summed up in: without the day, week-ends apart. */
function groupsOfDays<Id extends string>({ by, sets }: Question<Id>, groups: Groups) {
  const names = by.map(nameOf)
  const first = sets ? 1 : 0
  const weekends = new Map<string, boolean>()
  const places = new Map<string, number>()
  const setNames = new Map(sets?.map((set) => [nameOfSet([...set, DAY.name]), nameOfSet(set)]))
  const at = Array.from({ length: groups.count }, (_, group) => {
    const row = Object.fromEntries(names.map((name, i) => [name, groups.key(group, first + i)]))
    if (sets) row[GROUPED_BY] = setNames.get(groups.key(group, 0) as string)!
    const day = groups.key(group, first + names.length) as string
    if (!weekends.has(day)) weekends.set(day, isWeekend(day))
    const name = nameOfGroup(names, row, groups.isCurrent(group))
    if (!places.has(name)) places.set(name, places.size * 2)
    return places.get(name)! + (weekends.get(day) ? 1 : 0)
  })
  return { names, places, at }
}

const quotients = <Id extends string>({ metrics, filters }: Question<Id>) =>
  metrics
    .filter(isQuotient)
    .map((metric) => compile(metric, filters.scanner.length > 0))
    .filter(({ numerator }) => numerator !== null)

/** The question by day as well. */
export function byDay<Id extends string>(question: Question<Id>): Sums<Id> {
  const sets = question.sets?.map((set) => [...set, DAY.name])
  const days = { ...question, by: [...question.by, DAY], beside: [], ...(sets && { sets }) }
  return { question: days, parts: partsOf(quotients(question)) }
}

/** By the keys of each set: how rates and ratios vary from day to day, in both periods; from the answer to `byDay`. */
export function daysOf<Id extends string>(question: Question<Id>, groups: Groups): Days {
  const { names, places, at } = groupsOfDays(question, groups)
  const sums = new Map<string, ClusterSums[]>()
  for (const { metric, numerator, denominator } of quotients(question)) {
    const [k, n] = [readerOf(numerator!, groups.reader), readerOf(denominator!, groups.reader)]
    const of = Array.from({ length: places.size * 2 }, () => ({ ...NONE }))
    at.forEach((place, group) => {
      const [numerator, denominator] = [k(group), Number(n(group))]
      if (denominator > 0 && numerator !== null) add(of[place]!, Number(numerator), denominator)
    })
    sums.set(metric.id, of)
  }
  return ({ id }, row, is_current) => {
    const place = places.get(nameOfGroup(names, row, is_current))
    const of = sums.get(id)
    if (place === undefined || !of) return []
    return [of[place]!, of[place + 1]!].filter(({ clusters }) => clusters > 0)
  }
}

/** The keys of a group as one text, the same here and in the statement; what is null stands as nothing. */
const groupText = (keys: string[], row: Record<string, unknown>) =>
  keys.map((key) => (row[key] === null ? '' : String(row[key]))).join('|')

const groupOfExam = (keys: string[]) => keys.map((key) => `coalesce(${key}, '')`).join(` || '|' || `) || `''`

/**
 * For a quantile by plain columns, the rate of exams at or below it in their own group and period: how that rate varies
 * from day to day says how far the ranks around the quantile lie apart. Null where no group has the quantile.
 */
export function rateBelow<Id extends string>(
  metric: Metric<Id>,
  rows: Measured<Id>[],
  { by, sets, filters }: Pick<Question<Id>, 'by' | 'sets' | 'filters'>,
): Metric<Id> | null {
  const around = aroundOf(metric)
  if (!around || sets || metric.denominator === null) return null
  const keys = by.flatMap((key) => (typeof key === 'string' ? [key] : []))
  if (keys.length < by.length) return null
  const limits = rows.flatMap(({ row, is_current, figures }) => {
    const { value } = figures[metric.id]
    return value === null ? [] : [{ group: groupText(keys, row), is_current, limit: Math.round(value * MICROSECONDS) }]
  })
  if (limits.length === 0) return null
  // By its place in a list, which the engine works out once an exam, however many quantiles ask: cases cost twice as much.
  const groups = [...new Set(limits.map(({ group }) => group))]
  const of = (period: boolean) =>
    groups.map(
      (name) => limits.find(({ group, is_current }) => group === name && is_current === period)?.limit ?? 'NULL',
    )
  const place = `list_position([${groups.map(quotedText).join(', ')}], ${groupOfExam(keys)})`
  const period = `CASE WHEN day >= DATE ${quotedText(filters.from)} THEN 0 ELSE ${groups.length} END`
  const limit = `[${[...of(true), ...of(false)].join(', ')}][${place} + ${period}]`
  const numerator = around.upTo(limit, `${metric.id}_up_to`)
  return { ...metric, kind: 'rate', numerator, minimumCount: 0 }
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
  if (around) {
    const spread = designEffect([clusters.current, clusters.previous])
    const of = (group: Measured<Id>, estimate: Estimate) => ({ ...quantilesOf(around, group, estimate), ...spread })
    return quantileDifference(around.share, of(current, now), of(previous, before))
  }
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
