import { t95 } from './distributions.ts'
import { judged, notJudged, type Evidence } from './evidence.ts'

/** Steps to either side of a quantile; its interval is read off between them. */
const STEPS = [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32]

/**
 * Shares that one `quantile_cont(x, [...])` must give for the quantile `share` to be compared: it and some around it,
 * rising, the same for every n, so that one pass over the exams does.
 */
export function quantileShares(share: number): number[] {
  const around = STEPS.flatMap((step) => [share - step, share + step]).map((s) => Math.min(1, Math.max(0, s)))
  return [...new Set([share, ...around].map((s) => Number(s.toFixed(4))))].sort((a, b) => a - b)
}

export interface Quantiles {
  /** Exams with a value. */
  n: number
  /** What SQL gave for `quantileShares(share)`, in that order; null without exams. */
  values: number[] | null
  /** `designEffect` of the exams at or below the quantile, by day: exams of a day are alike. 1 and ∞ when left out. */
  effect?: number
  df?: number
}

const FEWEST = 10
/** Ranks are read this many standard errors away. */
const REACH = 1.1

interface QuantileInterval {
  value: number
  low: number
  high: number
}

function readOff(shares: number[], values: number[], at: number): number | null {
  const above = shares.findIndex((s) => s >= at)
  if (above < 0) return null
  const high = values[above] as number
  if (above === 0) return shares[0] === at ? high : null
  const [from, to, low] = [shares[above - 1], shares[above], values[above - 1]] as [number, number, number]
  return low + ((high - low) * (at - from)) / (to - from)
}

/**
 * Interval of a quantile by binomial ranks, without assuming a distribution: the ranks some one standard error to
 * either side, stretched to 95 %. Ranks at 95 % themselves would reach into thinner parts of the distribution and cover 98 %
 * of small samples; they are taken where equal values leave no width. Null with fewer than ten exams, or where the
 * ranks are not among them (20 are needed for a 90th percentile).
 * @source Conover, Practical Nonparametric Statistics, 3rd edition, 3.2
 */
export function quantileInterval(
  share: number,
  { n, values, effect = 1, df = Infinity }: Quantiles,
): QuantileInterval | null {
  if (!values || n < FEWEST) return null
  const shares = quantileShares(share)
  const at = (errors: number) =>
    readOff(shares, values, (n * share - 0.5 + errors * Math.sqrt(effect * n * share * (1 - share))) / (n - 1))
  const value = readOff(shares, values, share)
  const critical = t95(df)
  const reach = (side: 1 | -1) => {
    const near = at(side * REACH)
    if (near === null || value === null) return null
    return near === value ? at(side * critical) : value + (critical / REACH) * (near - value)
  }
  const [low, high] = [reach(-1), reach(1)]
  return value === null || low === null || high === null ? null : { value, low, high }
}

/**
 * Difference of a median or another quantile, from the intervals of both. Not judged where either has none.
 * @source Zou, Donner, Stat Med 2008;27:1693 (MOVER)
 */
export function quantileDifference(share: number, current: Quantiles, previous: Quantiles): Evidence {
  const a = quantileInterval(share, current)
  const b = quantileInterval(share, previous)
  const at = quantileShares(share).indexOf(share)
  const [x, y] = [current.values?.[at], previous.values?.[at]]
  if (!a || !b) return notJudged(x == null || y == null ? null : x - y)
  const difference = a.value - b.value
  const low = difference - Math.hypot(a.value - a.low, b.high - b.value)
  const high = difference + Math.hypot(a.high - a.value, b.value - b.low)
  const df = Math.min(current.df ?? Infinity, previous.df ?? Infinity)
  return judged(difference, low, high, t95(df), df)
}
