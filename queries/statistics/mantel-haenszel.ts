import { Z_95 } from './distributions.ts'
import { judged, notJudged, type Evidence } from './evidence.ts'
import type { Sample } from './proportion.ts'

/** Two groups within one stratum, k of n each. */
export interface Stratum {
  first: Sample
  second: Sample
}

const both = ({ first, second }: Stratum) => first.n > 0 && second.n > 0

/**
 * Difference of two rates, first less second, within strata and then over them, so that a group with another mix of
 * strata is not taken for a worse one. Not judged where no stratum has both groups.
 * @source Mantel, Haenszel, J Natl Cancer Inst 1959;22:719; variance Greenland, Robins, Biometrics 1985;41:55
 */
export function commonDifference(strata: Stratum[]): Evidence {
  let [weights, sum, variance] = [0, 0, 0]
  for (const { first: a, second: b } of strata.filter(both)) {
    const n = a.n + b.n
    const weight = (a.n * b.n) / n
    weights += weight
    sum += weight * (a.k / a.n - b.k / b.n)
    variance += (a.k * (a.n - a.k) * b.n ** 3 + b.k * (b.n - b.k) * a.n ** 3) / (a.n * b.n * n * n)
  }
  if (weights === 0) return notJudged()
  const difference = sum / weights
  const half = (Z_95 * Math.sqrt(variance)) / weights
  return half > 0 ? judged(difference, difference - half, difference + half, Z_95) : notJudged(difference)
}

export interface OddsRatio {
  value: number
  low: number
  high: number
}

/**
 * Odds ratio common to all strata, first against second, with its 95 % interval. Null where it is not defined (no
 * stratum with both groups, or no discordance to compare).
 * @source Mantel, Haenszel 1959; variance of its logarithm Robins, Breslow, Greenland, Biometrics 1986;42:311
 */
export function commonOddsRatio(strata: Stratum[]): OddsRatio | null {
  let [r, s, pr, ps, qs] = [0, 0, 0, 0, 0]
  for (const { first, second } of strata.filter(both)) {
    const [a, b, c, d] = [first.k, first.n - first.k, second.k, second.n - second.k]
    const n = first.n + second.n
    const [rk, sk, p, q] = [(a * d) / n, (b * c) / n, (a + d) / n, (b + c) / n]
    r += rk
    s += sk
    pr += p * rk
    ps += p * sk + q * rk
    qs += q * sk
  }
  if (r === 0 || s === 0) return null
  const error = Math.sqrt(pr / (2 * r * r) + ps / (2 * r * s) + qs / (2 * s * s))
  return { value: r / s, low: (r / s) * Math.exp(-Z_95 * error), high: (r / s) * Math.exp(Z_95 * error) }
}
