import { metric } from '../metrics.ts'
import { differenceOfProportions, wilson } from '../statistics/proportion.ts'
import type { Estimate, Figure, NoValue } from '../page/page-types.ts'

/** A figure that is not there, and why. */
export function none(reason: NoValue, n: number | null = null, numerator: number | null = null): Estimate {
  return { value: null, n, numerator, low: null, high: null, reason }
}

/** k of n with its Wilson interval; null without denominator or below the metric's minimum count. */
export function rateOf(metricId: string, k: number, n: number): Estimate {
  if (n === 0) return none('no_denominator', n, k)
  if (n < metric(metricId).minimumCount) return none('small_sample', n, k)
  const interval = wilson(k, n)
  return { value: k / n, n, numerator: k, low: interval?.low ?? null, high: interval?.high ?? null, reason: null }
}

/** Ratio of two sums that are no counts (minutes, money): no interval, since it is no sample. */
export function ratioOf(metricId: string, numerator: number | null, denominator: number | null): Estimate {
  if (numerator === null || denominator === null) return none('no_denominator', denominator, numerator)
  if (denominator === 0) return none('no_denominator', 0, numerator)
  if (denominator < metric(metricId).minimumCount) return none('small_sample', denominator, numerator)
  return { value: numerator / denominator, n: denominator, numerator, low: null, high: null, reason: null }
}

/** A quantile over n observations; null below the metric's minimum count. */
export function quantileEstimate(metricId: string, value: number | null, n: number): Estimate {
  if (value === null || n === 0) return none('no_denominator', n)
  if (n < metric(metricId).minimumCount) return none('small_sample', n)
  return { value, n, numerator: null, low: null, high: null, reason: null }
}

export function countOf(value: number): Estimate {
  return { value, n: null, numerator: null, low: null, high: null, reason: null }
}

export function amountOf(value: number | null, reason: NoValue = 'ledger_not_come'): Estimate {
  return value === null ? none(reason) : { ...countOf(value) }
}

const isSampledRate = (e: Estimate) => e.numerator !== null && e.low !== null

/** For sampled rates the interval of the difference decides; anything else has none and is judged by its sign. */
function changeOf(current: Estimate, previous: Estimate) {
  if (current.value === null || previous.value === null) return { change: null, change_low: null, change_high: null }
  if (isSampledRate(current) && isSampledRate(previous)) {
    const d = differenceOfProportions(
      { k: current.numerator ?? 0, n: current.n ?? 0 },
      { k: previous.numerator ?? 0, n: previous.n ?? 0 },
    )
    return { change: d?.difference ?? null, change_low: d?.low ?? null, change_high: d?.high ?? null }
  }
  return { change: current.value - previous.value, change_low: null, change_high: null }
}

type Change = ReturnType<typeof changeOf>

function verdictOf(metricId: string, { change, change_low, change_high }: Change): Figure['verdict'] {
  const { better } = metric(metricId)
  if (change === null) return null
  if (better === null) return 'neutral'
  if (change === 0 || (change_low !== null && change_high !== null && change_low <= 0 && change_high >= 0))
    return 'unclear'
  return change > 0 === (better === 'higher') ? 'better' : 'worse'
}

/** A headline figure beside the same of the previous period. */
export function figure(metricId: string, current: Estimate, previous: Estimate | null, provisional = false): Figure {
  const change = previous ? changeOf(current, previous) : { change: null, change_low: null, change_high: null }
  const isRate = metric(metricId).unit === 'rate'
  const base = previous?.value ?? null
  return {
    metric: metricId,
    ...current,
    previous,
    ...change,
    change_share:
      isRate || change.change === null || base === null || base === 0 ? null : change.change / Math.abs(base),
    verdict: verdictOf(metricId, change),
    provisional,
  }
}
