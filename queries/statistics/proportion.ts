import { Z_95 } from './distributions.ts'

export interface Interval {
  low: number
  high: number
}

/** k of n. */
export interface Sample {
  k: number
  n: number
}

/**
 * Wilson score interval of k out of n, rates 0…1; null when n is 0.
 * k = 0 gives a lower end of exactly 0, k = n an upper end of exactly 1.
 * @source Wilson, J Am Stat Assoc 1927;22:209
 */
export function wilson(k: number, n: number, z = Z_95): Interval | null {
  if (n <= 0) return null
  const p = k / n
  const spread = 1 + (z * z) / n
  const center = (p + (z * z) / (2 * n)) / spread
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / spread
  return { low: k === 0 ? 0 : Math.max(0, center - half), high: k === n ? 1 : Math.min(1, center + half) }
}

/**
 * Interval of p1 − p2 for two independent samples, from their Wilson intervals; null when either n is 0.
 * @source Newcombe, Stat Med 1998;17:873, method 10
 */
export function differenceOfProportions(
  first: Sample,
  second: Sample,
  z = Z_95,
): (Interval & { difference: number }) | null {
  const a = wilson(first.k, first.n, z)
  const b = wilson(second.k, second.n, z)
  if (!a || !b) return null
  const p1 = first.k / first.n
  const p2 = second.k / second.n
  return {
    difference: p1 - p2,
    low: p1 - p2 - Math.hypot(p1 - a.low, b.high - p2),
    high: p1 - p2 + Math.hypot(a.high - p1, p2 - b.low),
  }
}
