import type { Metric } from '../metric/define.ts'
import type { CaseMixCell } from '../statistics/case-mix.ts'
import { caseMixSignals } from '../statistics/center-signals.ts'
import { movedRate, proportionLimits, proportionOverdispersion, type FunnelLimits } from '../statistics/funnel.ts'
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

interface Network {
  /** What an ordinary center of each one's case mix would have; without one, the target. */
  expected: Map<string, number>
  target: number | null
  tau2: number
}

/** Target and spread of the ordinary centers; of all together, by chance alone, where too few stand beside each other. */
function networkOf(metric: Metric, cells: CaseMixCell[], n: Map<string, number>): Network {
  const options = { ...mattersOf(metric.id), minimumCount: metric.minimumCount }
  const { codes, signals } = caseMixSignals(cells, options)
  const known = codes.flatMap((code, i): [string, number][] => {
    const expected = signals.centers[i]?.expected ?? null
    return expected === null ? [] : [[code, expected]]
  })
  const tau2 = (signals.spread ?? 0) ** 2
  const all = known.reduce((sum, [code]) => sum + n.get(code)!, 0)
  if (all > 0) {
    const target = known.reduce((sum, [code, expected]) => sum + expected * n.get(code)!, 0) / all
    return { expected: new Map(known), target, tau2 }
  }
  const total = cells.reduce((sum, cell) => sum + cell.n, 0)
  const pooled = total === 0 ? null : cells.reduce((sum, cell) => sum + cell.k, 0) / total
  return { expected: new Map(), target: pooled, tau2 }
}

/**
 * Centers around what an ordinary one of the same case mix would have, with limits widened by the spread between these
 * that chance does not explain: a center that is far off neither moves the target nor widens the limits. Centers below the
 * metric's minimum count keep their n and show no rate. `cells`: their exams by stratum (modality and protocol).
 */
export function funnel(metric: Metric, centers: CenterSample[], cells: CaseMixCell[], nameOf: NameOf): Funnel {
  const samples = centers.map(({ center_code, rate }) => ({
    center_code,
    rate,
    k: rate.numerator ?? 0,
    n: rate.n ?? 0,
  }))
  const judged = samples.filter((x) => x.rate.value !== null)
  const network = networkOf(metric, cells, new Map(samples.map(({ center_code, n }) => [center_code, n])))
  const { target, tau2 } = network
  const rows = samples.map(({ center_code, rate, k, n }): FunnelRow => {
    const { value, low, high } = rate
    const row = { center_code, ...nameOf(center_code), n, numerator: k, value, low, high }
    if (value === null || target === null) return { ...row, ...NO_LIMITS, expected: null, adjusted: null, place: null }
    const expected = network.expected.get(center_code) ?? target
    const limits = proportionLimits(expected, n, tau2)
    return { ...row, expected, adjusted: movedRate(value, expected, target), ...limits, place: placeOf(value, limits) }
  })
  const spread = target === null ? null : proportionOverdispersion(judged, target)
  const sizes = judged.map((x) => x.n)
  const curve = target === null ? [] : curveOf(target, tau2, sizes)
  return { metric: metric.id, target, tau2, phi: spread?.phi ?? null, rows, chosen: [], others: [], curve }
}

/** Two digits of a count: enough for a place on a logarithmic axis, and not the count itself. */
const roundedCount = (n: number) => Number(n.toPrecision(2))
const roundedRate = (rate: number | null) => rate && Number(rate.toFixed(3))

/**
 * A funnel of the whole network as somebody of some centers sees it: these by name, the others as dots that name nobody.
 * @param isOwn whether a center is theirs
 */
export function funnelWithin(whole: Funnel, isOwn: (center_code: string) => boolean): Funnel {
  const others = whole.rows.filter((row) => !isOwn(row.center_code) && row.value !== null)
  return {
    ...whole,
    rows: whole.rows.filter((row) => isOwn(row.center_code)),
    // It begins and ends at the smallest and the largest center.
    curve: whole.curve.map((point) => ({ ...point, n: roundedCount(point.n) })),
    // In the order of n, not of their codes.
    others: others
      .map(({ n, adjusted }) => ({ n: roundedCount(n), adjusted: roundedRate(adjusted) }))
      .sort((a, b) => a.n - b.n || (a.adjusted ?? 0) - (b.adjusted ?? 0)),
  }
}
