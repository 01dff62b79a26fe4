import { metric } from '../metrics.ts'
import { proportionLimits, proportionOverdispersion, type FunnelLimits } from '../statistics/funnel.ts'
import type { Funnel, FunnelPlace, FunnelRow } from './page-types.ts'
import { rateOf } from '../metric/figure.ts'
import type { NameOf } from './names.ts'

export interface CenterSample {
  center_code: string
  k: number
  n: number
}

function placeOf(rate: number, limits: FunnelLimits): FunnelPlace {
  if (rate < limits.lower_998) return 'below_998'
  if (rate > limits.upper_998) return 'above_998'
  if (rate < limits.lower_95) return 'below_95'
  return rate > limits.upper_95 ? 'above_95' : 'inside'
}

const NO_LIMITS = { lower_95: null, upper_95: null, lower_998: null, upper_998: null }

/** Some 24 values of n, evenly on the logarithmic axis, from the smallest center to the largest. */
function curveOf(target: number, tau2: number, ns: number[]): Funnel['curve'] {
  if (ns.length === 0) return []
  const low = Math.max(1, Math.min(...ns))
  const high = Math.max(low + 1, ...ns)
  const points = Array.from({ length: 24 }, (_, i) => Math.round(low * (high / low) ** (i / 23)))
  return [...new Set(points)].map((n) => ({ n, ...proportionLimits(target, n, tau2) }))
}

/**
 * Centers around the rate of all of them together, with limits widened by the spread between centers that chance does
 * not explain. Centers below the metric's minimum count keep their n and show no rate; they stay in the network's rate.
 */
export function funnel(metricId: string, samples: CenterSample[], nameOf: NameOf): Funnel {
  const { minimumCount } = metric(metricId)
  const n = samples.reduce((s, x) => s + x.n, 0)
  const target = n === 0 ? null : samples.reduce((s, x) => s + x.k, 0) / n
  const judged = samples.filter((x) => x.n >= Math.max(1, minimumCount))
  const spread = target === null ? null : proportionOverdispersion(judged, target)
  const tau2 = spread?.tau2 ?? 0
  const rows = samples.map((sample): FunnelRow => {
    const rate = rateOf(metricId, sample.k, sample.n)
    const limits = rate.value === null || target === null ? null : proportionLimits(target, sample.n, tau2)
    return {
      center_code: sample.center_code,
      ...nameOf(sample.center_code),
      n: sample.n,
      numerator: sample.k,
      value: rate.value,
      low: rate.low,
      high: rate.high,
      ...(limits ?? NO_LIMITS),
      place: limits && rate.value !== null ? placeOf(rate.value, limits) : null,
    }
  })
  const curve =
    target === null
      ? []
      : curveOf(
          target,
          tau2,
          judged.map((x) => x.n),
        )
  return { metric: metricId, target, tau2, phi: spread?.phi ?? null, rows, curve }
}
