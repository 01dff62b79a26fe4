import { Z_95 } from '../statistics/distributions.ts'
import type { Metric } from './define.ts'
import { aggregatesOf, combined, textOf, type Aggregate, type Expression } from './expression.ts'

/** The expression as it is answered under a scanner filter; null where a part of it knows no scanner. */
export function underScanner(expression: Expression): Expression | null {
  if (expression.kind === 'aggregate') return expression.source.columns.scanner ? expression : expression.byScanner
  const parts = expression.of.map(underScanner)
  if (parts.includes(null)) return null
  return combined(parts as Expression[], expression.text, expression.work, expression.formula)
}

/** A metric as one question answers it. */
export interface Compiled {
  metric: Metric
  /** Null where the question's filter leaves the figure without an answer. */
  numerator: Expression | null
  denominator: Expression | null
  withheld: Expression[]
}

/** How the metric is answered, with or without a scanner filter. */
export function compile(metric: Metric, byScanner: boolean): Compiled {
  const follow = (expression: Expression) => (byScanner ? underScanner(expression) : expression)
  const numerator = follow(metric.numerator)
  const denominator = metric.denominator && follow(metric.denominator)
  const withheld = (metric.withheld?.of ?? []).map(follow)
  const gone = numerator === null || (metric.denominator !== null && denominator === null) || withheld.includes(null)
  if (gone) return { metric, numerator: null, denominator: null, withheld: [] }
  return { metric, numerator, denominator, withheld: withheld as Expression[] }
}

/** The aggregates that the questions of several metrics rest on, each once. */
export function partsOf(compiled: Compiled[]): Aggregate[] {
  const of = ({ numerator, denominator, withheld }: Compiled) =>
    [numerator, denominator, ...withheld].flatMap((e) => (e ? aggregatesOf(e) : []))
  return [...new Set(compiled.flatMap(of))]
}

type Column = (part: Aggregate) => string

/** A quantile, or what is computed and shown only over enough observations: its n stands beside it. */
const hasCount = ({ kind, denominator }: Metric) => kind === 'quantile' || (kind === 'computed' && denominator !== null)

const hasSample = ({ kind }: Metric) => kind === 'rate' || kind === 'ratio'

/** Why there is no value, as SQL; null for figures that always have one. */
function reasonText({ metric, withheld }: Compiled, k: string, n: string | null, column: Column): string | null {
  const when: string[] = []
  const because = (condition: string, reason: string) => when.push(`WHEN ${condition} THEN '${reason}'`)
  const { kind, minimumCount, unknown } = metric
  if (metric.withheld) because(metric.withheld.when(withheld.map((e) => textOf(e, column))), metric.withheld.reason)
  if (kind === 'amount') because(`${k} IS NULL`, unknown)
  if (kind === 'ratio') because(`${k} IS NULL`, unknown)
  if (kind === 'ratio') because(`${n} IS NULL OR ${n} = 0`, 'no_denominator')
  if (kind === 'rate' || hasCount(metric)) because(`${n} = 0`, 'no_denominator')
  if (n !== null && minimumCount > 0) because(`${n} < ${minimumCount}`, 'small_sample')
  if (hasCount(metric)) because(`${k} IS NULL`, 'no_denominator')
  return when.length > 0 ? `CASE ${when.join(' ')} END` : null
}

/** First step: numerator, n and the reason by which a value is kept back, from the parts' columns. */
export function judgedColumns(compiled: Compiled, column: Column): string[] {
  const { metric, numerator, denominator } = compiled
  const { id } = metric
  if (numerator === null) return []
  const k = textOf(numerator, column)
  const n = denominator && textOf(denominator, column)
  const reason = reasonText(compiled, k, n, column)
  const columns = [`${k} AS ${id}_numerator`]
  if (n !== null) columns.push(`${n} AS ${id}_n`)
  if (reason !== null) columns.push(`${reason} AS ${id}_reason`)
  return columns
}

/** Wilson 95 % interval of columns k and n (Wilson, J Am Stat Assoc 1927;22:209). */
function wilsonText(k: string, n: string, sign: '-' | '+'): string {
  const z2 = Z_95 * Z_95
  const [x, m] = [`CAST(${k} AS DOUBLE)`, `CAST(${n} AS DOUBLE)`]
  const [certain, end] = sign === '-' ? [`${k} = 0`, 0] : [`${k} = ${n}`, 1]
  const half = `${Z_95} * sqrt(${x} * (${n} - ${k}) / ${m} + ${z2 / 4})`
  return `CASE WHEN ${certain} THEN ${end} ELSE (${x} + ${z2 / 2} ${sign} ${half}) / (${m} + ${z2}) END`
}

/** Second step: the value, its interval, and what it rests on, from the columns of the first. */
export function valueColumns({ metric, numerator }: Compiled): string[] {
  const { id, kind } = metric
  if (numerator === null) return shownColumns(metric).map((name) => `NULL AS ${name}`)
  const [k, n, reason] = [`${id}_numerator`, `${id}_n`, `${id}_reason`]
  const unless = (text: string, as: string) => `CASE WHEN ${reason} IS NULL THEN ${text} END AS ${as}`
  if (hasCount(metric)) return [unless(k, id), n, reason]
  if (kind === 'count' || kind === 'computed') return [`${k} AS ${id}`]
  if (kind === 'amount') return [`${k} AS ${id}`, reason]
  const quotient = [unless(`CAST(${k} AS DOUBLE) / CAST(${n} AS DOUBLE)`, id), k, n]
  if (kind === 'ratio') return [...quotient, reason]
  return [...quotient, unless(wilsonText(k, n, '-'), `${id}_low`), unless(wilsonText(k, n, '+'), `${id}_high`), reason]
}

/** A computed figure by its formula over sums that a question shows under their names, as its panel gives it. */
export function computedText({ id, numerator, denominator, minimumCount }: Metric): string {
  const column = (part: Aggregate) => part.name
  const value = textOf(numerator, column)
  if (denominator === null) return `${value} AS ${id}`
  return `CASE WHEN ${textOf(denominator, column)} >= ${minimumCount} THEN ${value} END AS ${id}`
}

/** Columns of a question that stand for one figure, as a reader of its SQL wants to see them. */
export function shownColumns(metric: Metric): string[] {
  const { id, kind } = metric
  if (kind === 'rate') return [id, `${id}_numerator`, `${id}_n`, `${id}_low`, `${id}_high`]
  if (hasSample(metric)) return [id, `${id}_numerator`, `${id}_n`]
  return hasCount(metric) ? [id, `${id}_n`] : [id]
}
