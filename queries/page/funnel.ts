import type { Metric } from '../metric/define.ts'
import { rateSignals } from '../statistics/center-signals.ts'
import { proportionLimits, proportionOverdispersion, type FunnelLimits } from '../statistics/funnel.ts'
import type { Estimate, Funnel, FunnelPlace, FunnelRow } from './page-types.ts'
import { mattersOf } from './matters.ts'
import type { NameOf } from './names.ts'

/** A center's rate as the question gives it, with k and n. */
export interface CenterSample {
  center_code: string
  rate: Estimate
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

/** Target and spread of the ordinary centers; of all together, by chance alone, where too few stand beside each other. */
function networkOf(metric: Metric, judged: { k: number; n: number }[], all: { k: number; n: number }[]) {
  const robust = rateSignals(judged, mattersOf(metric.id))
  const n = all.reduce((s, x) => s + x.n, 0)
  const pooled = n === 0 ? null : all.reduce((s, x) => s + x.k, 0) / n
  return { target: robust.centers[0]?.expected ?? pooled, tau2: (robust.spread ?? 0) ** 2 }
}

/**
 * Centers around the rate of the ordinary ones, with limits widened by the spread between these that chance does not
 * explain: a center that is far off neither moves the target nor widens the limits. Centers below the metric's minimum
 * count keep their n and show no rate.
 */
export function funnel(metric: Metric, centers: CenterSample[], nameOf: NameOf): Funnel {
  const samples = centers.map(({ center_code, rate }) => ({
    center_code,
    rate,
    k: rate.numerator ?? 0,
    n: rate.n ?? 0,
  }))
  const judged = samples.filter((x) => x.rate.value !== null)
  const { target, tau2 } = networkOf(metric, judged, samples)
  const spread = target === null ? null : proportionOverdispersion(judged, target)
  const rows = samples.map(({ center_code, rate, k, n }): FunnelRow => {
    const limits = rate.value === null || target === null ? null : proportionLimits(target, n, tau2)
    return {
      center_code,
      ...nameOf(center_code),
      n,
      numerator: k,
      value: rate.value,
      low: rate.low,
      high: rate.high,
      ...(limits ?? NO_LIMITS),
      place: limits && rate.value !== null ? placeOf(rate.value, limits) : null,
    }
  })
  const sizes = judged.map((x) => x.n)
  const curve = target === null ? [] : curveOf(target, tau2, sizes)
  return { metric: metric.id, target, tau2, phi: spread?.phi ?? null, rows, curve }
}
