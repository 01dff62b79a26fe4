import { differenceOfProportions } from '../statistics/proportion.ts'
import type { Estimate, Figure, NoValue } from '../page/page-types.ts'
import type { Compiled } from './compile.ts'
import type { Metric } from './define.ts'

/** A figure that is not there, and why. */
export function none(reason: NoValue, n: number | null = null, numerator: number | null = null): Estimate {
  return { value: null, n, numerator, low: null, high: null, reason }
}

/** Reads what the question worked out: value, n, interval, and why there is none. */
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

function verdictOf({ better }: Metric, { change, change_low, change_high }: Change): Figure['verdict'] {
  if (change === null) return null
  if (better === null) return 'neutral'
  if (change === 0 || (change_low !== null && change_high !== null && change_low <= 0 && change_high >= 0))
    return 'unclear'
  return change > 0 === (better === 'higher') ? 'better' : 'worse'
}

/** A headline figure beside the same of the previous period. */
export function figure(metric: Metric, current: Estimate, previous: Estimate | null, provisional = false): Figure {
  const change = previous ? changeOf(current, previous) : { change: null, change_low: null, change_high: null }
  const base = previous?.value ?? null
  return {
    metric: metric.id,
    ...current,
    previous,
    ...change,
    change_share:
      metric.unit === 'rate' || change.change === null || base === null || base === 0
        ? null
        : change.change / Math.abs(base),
    verdict: verdictOf(metric, change),
    provisional,
  }
}
