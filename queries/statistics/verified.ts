import { Z_95 } from './distributions.ts'
import { wilson, type Interval } from './proportion.ts'

/**
 * Readings of one kind, of which some were verified. Within a stratum which were verified must not hang on what was found;
 * between strata it may, as when every discordant reading is looked at and few of the others.
 */
export interface Stratum {
  flagged: boolean
  /** All readings of the stratum. */
  size: number
  verified: number
  /** Of the verified, those in which the finding is there. */
  present: number
}

type Rate = Interval & { value: number }

const FEWEST_MISSED = 5

const sum = (list: Stratum[], of: (stratum: Stratum) => number) => list.reduce((all, stratum) => all + of(stratum), 0)

/** Strata that have readings of which nobody has verified one: nothing can be said of the whole. */
export const unverified = (strata: Stratum[]) => strata.some(({ size, verified }) => size > 0 && verified === 0)

/** Half a case on either side, so that a stratum without any does not count as certain. */
const shrunk = ({ present, verified }: Stratum) => (present + 0.5) / (verified + 1)

/** Readings in which the finding is expected, and the variance of that number, where strata stand for their unverified. */
function expected(strata: Stratum[]): { count: number; variance: number } {
  const used = strata.filter(({ size }) => size > 0)
  return {
    count: sum(used, ({ size, present, verified }) => (size * present) / verified),
    variance: sum(used, (s) => (s.size ** 2 * shrunk(s) * (1 - shrunk(s))) / s.verified),
  }
}

/**
 * The share of all readings of the strata in which the finding is there, with a Wilson interval at the sample size that
 * would be as exact; null where a stratum was not verified, or there is no reading. One stratum gives k of n.
 */
export function verifiedShare(strata: Stratum[]): Rate | null {
  const used = strata.filter(({ size }) => size > 0)
  const total = sum(used, ({ size }) => size)
  if (total === 0 || unverified(used)) return null
  const value = expected(used).count / total
  if (used.length === 1) return { value, ...wilson(used[0]!.present, used[0]!.verified)! }
  const rate = sum(used, (s) => s.size * shrunk(s)) / total
  const n = (rate * (1 - rate)) / (expected(used).variance / total ** 2)
  return { value, ...wilson(value * n, n)! }
}

/** Verified readings that were not flagged although the finding is there. */
export const missedOf = (strata: Stratum[]) =>
  sum(
    strata.filter(({ flagged }) => !flagged),
    ({ present }) => present,
  )

/**
 * Sensitivity corrected for verification, with strata beside the call (such as the radiologist's answer) as covariates; the
 * interval is on the log odds. Null with fewer than five verified false negatives, where the method is unstable, and where a
 * stratum was not verified.
 * @source Begg, Greenes, Biometrics 1983;39:207
 */
export function correctedSensitivity(strata: Stratum[]): Rate | null {
  const used = strata.filter(({ size }) => size > 0)
  if (missedOf(used) < FEWEST_MISSED || unverified(used)) return null
  const flagged = used.filter((stratum) => stratum.flagged)
  const others = used.filter((stratum) => !stratum.flagged)
  const [found, missed] = [expected(flagged), expected(others)]
  if (found.count === 0) return null
  const value = found.count / (found.count + missed.count)
  const ofCalls = 1 / sum(flagged, ({ size }) => size) + 1 / sum(others, ({ size }) => size)
  const error = Math.sqrt(ofCalls + found.variance / found.count ** 2 + missed.variance / missed.count ** 2)
  const at = (z: number) => 1 / (1 + (missed.count / found.count) * Math.exp(-z * error))
  return { value, low: at(-Z_95), high: at(Z_95) }
}
