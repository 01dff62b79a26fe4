import type { Evidence } from '../statistics/evidence.ts'
import { wilson, type Sample } from '../statistics/proportion.ts'
import type { ControlChart, Estimate, Figure, NotCompared, NoValue } from '../page/page-types.ts'
import type { Compiled } from './compile.ts'
import type { Metric } from './define.ts'
import { readerOf, type Aggregate, type Value } from './expression.ts'
import { verdictOf } from './verdict.ts'

/** A figure that is not there, and why. */
export function none(reason: NoValue, n: number | null = null, numerator: number | null = null): Estimate {
  return { value: null, n, numerator, low: null, high: null, reason }
}

/** Why there is no value; the same as `reasonText` says in SQL. */
function reasonOf(
  { kind, minimumCount, unknown, withheld }: Metric,
  k: Value,
  n: Value,
  held: boolean,
): NoValue | null {
  const least = n !== null && minimumCount > 0 && Number(n) < minimumCount ? 'small_sample' : null
  if (withheld && held) return withheld.reason
  if (kind === 'amount') return k === null ? unknown : null
  if (kind === 'ratio') return k === null ? unknown : n === null || Number(n) === 0 ? 'no_denominator' : least
  if (kind === 'rate') return n === 0 ? 'no_denominator' : least
  if (kind === 'quantile' || n !== null)
    return n === 0 ? 'no_denominator' : (least ?? (k === null ? 'no_denominator' : null))
  return null
}

const numberOf = (value: Value) => value as number | null

/** Value, n, interval and why there is none, from a metric's numerator and denominator. */
function estimateFrom(metric: Metric, k: Value, n: Value, held: boolean): Estimate {
  const reason = reasonOf(metric, k, n, held)
  const isQuotient = metric.kind === 'rate' || metric.kind === 'ratio'
  const isKept = reason !== null && metric.kind !== 'amount'
  const [numerator, denominator] = [numberOf(k), numberOf(n)]
  if (!isQuotient) {
    const value = isKept ? null : numerator
    return { value, n: denominator, numerator: null, low: null, high: null, reason }
  }
  if (isKept || k === null) return { value: null, n: denominator, numerator, low: null, high: null, reason }
  const interval = metric.kind === 'rate' ? wilson(Number(k), Number(n)) : null
  const [low, high] = [interval?.low ?? null, interval?.high ?? null]
  return { value: Number(k) / Number(n), n: denominator, numerator, low, high, reason }
}

/** A rate of k of n, as a question gives it. */
export const rateOf = (metric: Metric, { k, n }: Sample) => estimateFrom(metric, k, n, false)

/** Reads a metric in group after group. */
export function estimatorOf(
  { metric, numerator, denominator, withheld }: Compiled,
  partOf: (part: Aggregate) => (group: number) => Value,
): (group: number) => Estimate {
  if (numerator === null) return () => none('not_by_scanner')
  const k = readerOf(numerator, partOf)
  const n = denominator && readerOf(denominator, partOf)
  const kept = withheld.map((expression) => readerOf(expression, partOf))
  const holds = metric.withheld?.holds
  return (group) =>
    estimateFrom(metric, k(group), n ? n(group) : null, holds ? holds(kept.map((read) => read(group))) : false)
}

/** Reads what a statement worked out: value, n, interval, and why there is none. */
export function estimateOf({ metric, numerator }: Compiled, row: Record<string, unknown>): Estimate {
  const { id, kind } = metric
  if (numerator === null) return none('not_by_scanner')
  const number = (name: string) => (row[name] as number | null | undefined) ?? null
  const isQuotient = kind === 'rate' || kind === 'ratio'
  return {
    value: number(id),
    n: number(`${id}_n`),
    numerator: isQuotient ? number(`${id}_numerator`) : null,
    low: number(`${id}_low`),
    high: number(`${id}_high`),
    reason: (row[`${id}_reason`] as NoValue | null | undefined) ?? null,
  }
}

/** A figure that is computed of a question's sums; n decides whether it is shown. `value` is null where it is not defined. */
export function computed({ minimumCount }: Metric, value: number | null, n: number): Estimate {
  if (n === 0) return none('no_denominator', n)
  if (n < minimumCount) return none('small_sample', n)
  if (value === null) return none('no_denominator', n)
  return { value, n, numerator: null, low: null, high: null, reason: null }
}

/** The two sides of a comparison and what they say of the difference, or why there is none. */
export type Against =
  { current: Estimate; previous: Estimate; evidence: Evidence; isWhole: boolean } | { not_compared: NotCompared }

const UNCHANGED = { change: null, change_low: null, change_high: null, change_share: null, verdict: null }

/** What stands beside a headline figure. */
interface Beside {
  /** Whether months are in it that are not closed. */
  provisional?: boolean
  /** Its control chart. */
  chart?: ControlChart | null
}

function changeOf(
  metric: Metric,
  { current, previous, evidence }: Extract<Against, { evidence: Evidence }>,
  { chart }: Beside,
) {
  if (current.value === null || previous.value === null) return { ...UNCHANGED, not_compared: 'no_value' as const }
  const change = current.value - previous.value
  const share = metric.unit === 'rate' || previous.value === 0 ? null : change / Math.abs(previous.value)
  return {
    ...{ change, change_low: evidence.low, change_high: evidence.high, change_share: share },
    ...{ verdict: verdictOf(metric, evidence, chart), not_compared: null },
  }
}

/** A headline figure beside the same of the compared period, or with the reason why it stands alone. */
export function figure(metric: Metric, current: Estimate, against: Against, beside: Beside = {}): Figure {
  const { provisional = false } = beside
  const alone = { metric: metric.id, ...current, provisional, previous: null, compared: null }
  if ('not_compared' in against) return { ...alone, ...UNCHANGED, not_compared: against.not_compared }
  const compared = against.isWhole ? null : against.current
  return { ...alone, previous: against.previous, compared, ...changeOf(metric, against, beside) }
}
