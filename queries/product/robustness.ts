import { daysBetween } from '../filter/days.ts'
import { ofSet } from '../metric/grouping-sets.ts'
import { BY_STRATUM, type Readings } from '../concordance/readings.ts'
import type { Period } from '../page/page-types.ts'
import { Z_95 } from '../statistics/distributions.ts'
import { commonDifference, commonOddsRatio, type Stratum } from '../statistics/mantel-haenszel.ts'
import type { Robustness } from './summary-types.ts'

/** Agreement on compliant (first) and deviating scans by product and finding. */
function strataOf(readings: Readings[]): Stratum[] {
  const strata = new Map<string, Stratum>()
  for (const { row, figures, is_current } of ofSet(readings, ...BY_STRATUM)) {
    const { numerator: k, n } = figures.agreement
    if (!is_current || row['exam_compliant'] === null || !n) continue
    const key = JSON.stringify([row['product_code'], row['finding_code']])
    const stratum = strata.get(key) ?? { first: { k: 0, n: 0 }, second: { k: 0, n: 0 } }
    stratum[row['exam_compliant'] ? 'first' : 'second'] = { k: k ?? 0, n }
    strata.set(key, stratum)
  }
  return [...strata.values()].filter(({ first, second }) => first.n > 0 && second.n > 0)
}

/** Discordant findings a year that deviating scans would not have at the compliant rate of their own product and finding. */
function avoidable(strata: Stratum[], period: Period) {
  const year = 365 / daysBetween(period.from, period.to)
  let [sum, variance] = [0, 0]
  for (const { first, second } of strata) {
    const [p, q] = [first.k / first.n, second.k / second.n]
    sum += second.n * (p - q)
    variance += second.n ** 2 * ((p * (1 - p)) / first.n + (q * (1 - q)) / second.n)
  }
  const half = Z_95 * Math.sqrt(variance)
  return { value: sum * year, low: (sum - half) * year, high: (sum + half) * year }
}

/**
 * Agreement on scans that follow the protocol against scans that deviate, within product and finding and over all of
 * them: a mix of findings cannot fake it. Null where nothing was read on both. Observational.
 */
export function robustnessOf(readings: Readings[], period: Period): Robustness | null {
  const strata = strataOf(readings)
  if (strata.length === 0) return null
  const sum = (of: (stratum: Stratum) => number) => strata.reduce((total, stratum) => total + of(stratum), 0)
  const { difference, low, high } = commonDifference(strata)
  return {
    strata: strata.length,
    compliant: { n: sum(({ first }) => first.n), agree: sum(({ first }) => first.k) },
    deviating: { n: sum(({ second }) => second.n), agree: sum(({ second }) => second.k) },
    difference,
    low,
    high,
    odds_ratio: commonOddsRatio(strata),
    avoidable_a_year: avoidable(strata, period),
  }
}
