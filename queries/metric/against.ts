import type { Kysely } from 'kysely'
import { askedOf } from '../db/asked.ts'
import { comparable } from '../filter/beginnings.ts'
import type { Estimate } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { notJudged, type Evidence } from '../statistics/evidence.ts'
import { compile, partsOf } from './compile.ts'
import type { Metric } from './define.ts'
import type { Against } from './estimate.ts'
import { aroundOf, byDay, daysOf, evidenceOf, isQuotient, rateBelow, widened, type Days } from './evidence.ts'
import { ratioDifference } from '../statistics/period-difference.ts'
import { GROUPED_BY, nameOfSet } from './grouping-sets.ts'
import { groupsOf as groupsOfSums } from './groups.ts'
import { measure, measureWithDays, type Measured } from './measure.ts'
import { nameOf, type Question } from './statement.ts'

/** A group of the current period with each of its figures beside the compared period. */
export interface MeasuredAgainst<Id extends string> extends Measured<Id> {
  against?: Partial<Record<Id, Against>>
}

export interface AgainstQuestion<Id extends string> extends Question<Id> {
  periods: 'both'
  /** Metrics that are compared; without them all. */
  headline?: readonly Id[]
  /** Sets of keys whose figures are compared; without them those of `sets`. */
  compared?: readonly (readonly string[])[]
  /** A ratio that moves another's denominator: utilization is no better for a broken scanner. */
  explains?: Partial<Record<Id, Metric>>
}

interface Group<Id extends string> {
  metrics: Metric<Id>[]
  left_out: string[]
  remaining: string[]
}

/** Metrics by the centers that stand in their comparison: each feed began where it began. */
async function groupsOf<Id extends string>(db: Kysely<Database>, question: AgainstQuestion<Id>): Promise<Group<Id>[]> {
  const { filters, metrics, headline } = question
  const groups = new Map<string, Group<Id>>()
  const bySources = new Map<string, ReturnType<typeof comparable>>()
  for (const metric of metrics.filter(({ id }) => !headline || headline.includes(id))) {
    const parts = partsOf([compile(metric, filters.scanner.length > 0)])
    const sources = [...new Map(parts.map(({ source }) => [source.name, source])).values()]
    const names = sources.map(({ name }) => name).join(' ')
    bySources.set(names, bySources.get(names) ?? comparable(db, sources, filters))
    const found = await bySources.get(names)!
    const key = JSON.stringify([found.left_out, found.left_out.length > 0 ? found.remaining : []])
    const group = groups.get(key) ?? { ...found, metrics: [] }
    groups.set(key, { ...group, metrics: [...group.metrics, metric] })
  }
  return [...groups.values()]
}

/** Rows of the compared sets that answer to each other. */
function pairOf<Id extends string>(rows: Measured<Id>[], keys: string[], like: Measured<Id>) {
  const isSame = ({ row }: Measured<Id>) => keys.every((key) => (row[key] ?? null) === (like.row[key] ?? null))
  const of = (is_current: boolean) => rows.find((row) => row.is_current === is_current && isSame(row))
  return { current: of(true), previous: of(false) }
}

/** Whether down time moved the same way, by evidence or by enough to make at least half of the change. */
function isExplained(now: Estimate, before: Estimate, cause: Evidence, share: number | null): boolean {
  if (now.value === null || before.value === null || cause.difference === null || share === null) return false
  const change = now.value - before.value
  if (change * cause.difference <= 0) return false
  // Occupied minutes over what would have been available at the compared period's share of down time.
  const at = now.value * ((1 - share) / (1 - (share - cause.difference)))
  return cause.verdict === 'higher' || cause.verdict === 'lower' || (at - before.value) / change < 0.5
}

function causeOf(cause: Metric, days: Days, row: Record<string, unknown>) {
  const [now, before] = [days(cause, row, true), days(cause, row, false)]
  const total = (of: 'numerator' | 'denominator') => now.reduce((sum, part) => sum + part[of], 0)
  const share = total('denominator') > 0 ? total('numerator') / total('denominator') : null
  return { evidence: ratioDifference(now, before), share }
}

/** Figures of both periods and how they vary from day to day. */
interface Sides<Id extends string> {
  rows: Measured<Id>[]
  days: Days
}

/** The question by the keys of the compared sets, for the metrics that days tell of: those compared and what explains them. */
function judgedBy<Id extends string>(question: AgainstQuestion<Id>, metrics: readonly Metric<Id>[]): Question<Id> {
  const { name, filters, periods, where, explains } = question
  const causes = metrics.flatMap(({ id }) => explains?.[id] ?? []) as Metric<Id>[]
  const sets = question.compared ?? question.sets
  const by = question.by.filter((key) => !sets || sets.flat().includes(nameOf(key)))
  const judged = [...metrics, ...causes].filter(isQuotient)
  return { name, filters, periods, metrics: judged, by, ...(sets && { sets }), ...(where && { where }) }
}

/** Both periods of a question; quantiles with those around them. */
async function sidesOf<Id extends string>(
  db: Kysely<Database>,
  question: AgainstQuestion<Id>,
  judged: Question<Id>,
): Promise<Sides<Id>> {
  const { compared: _c, headline: _h, explains: _e, ...plain } = question
  const wide = question.metrics.flatMap((metric) => aroundOf(metric)?.list ?? [])
  const beside = [...(question.beside ?? []), ...new Set(wide)]
  const widely = { ...plain, metrics: question.metrics.map(widened), beside }
  const { rows, days } = await measureWithDays(db, widely, byDay(judged))
  return { rows, days: daysOf(judged, days) }
}

/** Days as given, and for quantiles those of the rates below them, which are known only once the quantiles are. */
async function daysBelow<Id extends string>(
  db: Kysely<Database>,
  question: AgainstQuestion<Id>,
  rows: Measured<Id>[],
  quotients: Days,
): Promise<Days> {
  const below = question.metrics.flatMap((metric) => rateBelow(metric, rows, question) ?? [])
  if (below.length === 0) return quotients
  const judged = { ...judgedBy(question, []), metrics: below }
  const days = daysOf(judged, await groupsOfSums(db, byDay(judged)))
  const ids = new Set<string>(below.map(({ id }) => id))
  return (metric, row, is_current) => (ids.has(metric.id) ? days : quotients)(metric, row, is_current)
}

async function compareGroup<Id extends string>(
  db: Kysely<Database>,
  question: AgainstQuestion<Id>,
  whole: Sides<Id>,
  { metrics, left_out, remaining }: Group<Id>,
) {
  const isWhole = left_out.length === 0
  if (!isWhole && remaining.length === 0)
    return (_: Measured<Id>, __: Metric<Id>): Against => ({ not_compared: 'began_in_between' })
  const part = { ...question, metrics, filters: { ...question.filters, center: remaining } }
  const { rows, days: quotients } = isWhole
    ? whole
    : await askedOf('like_for_like', () => sidesOf(db, part, judgedBy(part, metrics)))
  const days = await daysBelow(db, isWhole ? { ...question, metrics } : part, rows, quotients)
  const names = [...(question.sets ? [GROUPED_BY] : []), ...question.by.map(nameOf)]
  return (one: Measured<Id>, metric: Metric<Id>): Against => {
    const { current, previous } = pairOf(rows, names, one)
    if (!current || !previous) return { not_compared: 'no_value' }
    const evidence = evidenceOf(metric, current, previous, days)
    const cause = question.explains?.[metric.id]
    const [now, before] = [current.figures[metric.id], previous.figures[metric.id]]
    const why = cause && causeOf(cause, days, one.row)
    const explained = why !== undefined && isExplained(now, before, why.evidence, why.share)
    return { current: now, previous: before, isWhole, evidence: explained ? notJudged(evidence.difference) : evidence }
  }
}

/**
 * The figures of both periods as `measure` gives them, and of each compared group what the difference is and how sure:
 * like for like, so that a center whose data began in between is on neither side.
 */
export async function measureAgainst<Id extends string>(
  db: Kysely<Database>,
  question: AgainstQuestion<Id>,
): Promise<MeasuredAgainst<Id>[]> {
  const { compared, headline: _h, explains: _e, ...plain } = question
  if (question.filters.previous_data !== 'complete') return measure(db, plain)
  const groups = await groupsOf(db, question)
  const alike = groups.filter(({ left_out }) => left_out.length === 0).flatMap(({ metrics }) => metrics)
  const whole = await sidesOf(db, question, judgedBy(question, alike))
  const comparers = await Promise.all(groups.map((group) => compareGroup(db, question, whole, group)))
  const sets = (compared ?? question.sets)?.map(nameOfSet)
  return whole.rows.map((one) => {
    if (!one.is_current || (sets && !sets.includes(one.row[GROUPED_BY] as string))) return one
    const entries = groups.flatMap(({ metrics }, i) => metrics.map((metric) => [metric.id, comparers[i]!(one, metric)]))
    return { ...one, against: Object.fromEntries(entries) as Record<Id, Against> }
  })
}
