import { clusteredRatio, type ClusterSums } from './cluster-sums.ts'
import { t95 } from './distributions.ts'
import { judged, notJudged, type Evidence } from './evidence.ts'
import { differenceOfProportions, type Sample } from './proportion.ts'

/** Fewer exams than this, or fewer events or non-events in both periods together, are not judged. */
const FEWEST_EXAMS = 10
const FEWEST_CLUSTERS = 5

/**
 * How much wider than by chance alone rates vary between days, over both periods together: the variance between
 * clusters ÷ the binomial variance, at least 1, with its degrees of freedom. 1 and ∞ where days are too few to tell,
 * and where they vary no more than chance.
 */
export function designEffect(periods: ClusterSums[][]): { effect: number; df: number } {
  const parts = periods.flatMap((strata) => {
    const ratio = clusteredRatio(strata)
    const binomial = ratio && (ratio.value * (1 - ratio.value)) / ratio.denominator
    return ratio && binomial && binomial > 0 ? [{ df: ratio.df, effect: ratio.variance / binomial }] : []
  })
  const df = parts.reduce((sum, part) => sum + part.df, 0)
  const effect = parts.reduce((sum, part) => sum + part.effect * part.df, 0) / df
  return df >= FEWEST_CLUSTERS && effect > 1 ? { effect, df } : { effect: 1, df: Infinity }
}

/**
 * Difference of two rates, from their Wilson intervals. `days` (sums over the days of either period, k as numerator and
 * n as denominator) let days that vary more than chance widen it: exams of a day share their staff, scanner and cases.
 * Not judged with fewer than ten exams on either side.
 * @source Newcombe, Stat Med 1998;17:873, method 10; design effect: Korn, Graubard, Surv Methodol 1998;24:193
 */
export function rateDifference(
  current: Sample,
  previous: Sample,
  days?: { current: ClusterSums[]; previous: ClusterSums[] },
): Evidence {
  if (Math.min(current.n, previous.n) < 1) return notJudged()
  const difference = current.k / current.n - previous.k / previous.n
  if (Math.min(current.n, previous.n) < FEWEST_EXAMS) return notJudged(difference)
  const { effect, df } = days ? designEffect([days.current, days.previous]) : { effect: 1, df: Infinity }
  const critical = t95(df)
  const effective = (s: Sample) => ({ k: s.k / effect, n: s.n / effect })
  const interval = differenceOfProportions(effective(current), effective(previous), critical)
  return interval ? judged(difference, interval.low, interval.high, critical, df) : notJudged(difference)
}

/**
 * Difference of two ratios of sums (utilization: minutes ÷ minutes) from the spread between days or scanner-days.
 * Not judged with fewer than five degrees of freedom (clusters less strata) on either side.
 * @source Welch, Biometrika 1947;34:28
 */
export function ratioDifference(current: ClusterSums[], previous: ClusterSums[]): Evidence {
  const a = clusteredRatio(current)
  const b = clusteredRatio(previous)
  if (!a || !b) return notJudged()
  const difference = a.value - b.value
  const variance = a.variance + b.variance
  if (Math.min(a.df, b.df) < FEWEST_CLUSTERS - 1 || variance <= 0) return notJudged(difference)
  const df = variance ** 2 / (a.variance ** 2 / a.df + b.variance ** 2 / b.df)
  const critical = t95(df)
  const half = critical * Math.sqrt(variance)
  return judged(difference, difference - half, difference + half, critical, df)
}

/**
 * Difference of two totals over the same centers (money like for like): whether the centers moved together by more than
 * they move apart. Not judged with fewer than five centers.
 * @source paired t interval, times the number of pairs
 */
export function pairedDifference(pairs: { current: number; previous: number }[]): Evidence {
  const n = pairs.length
  if (n === 0) return notJudged()
  const differences = pairs.map((pair) => pair.current - pair.previous)
  const difference = differences.reduce((sum, d) => sum + d, 0)
  const squares = differences.reduce((sum, d) => sum + (d - difference / n) ** 2, 0)
  if (n < 5 || squares <= 0) return notJudged(difference)
  const critical = t95(n - 1)
  const half = critical * Math.sqrt((n * squares) / (n - 1))
  return judged(difference, difference - half, difference + half, critical, n - 1)
}
