export interface Stratum {
  n: number
  /** Rate of the whole network in this stratum, 0…1. */
  network_rate: number
}

/**
 * Indirect standardisation: what a center would have had with the network's rate in each of its strata.
 * `ratio` is observed ÷ expected and `adjusted_rate` that times the network's rate; null when nothing was expected.
 */
export function indirectlyStandardise(observed: number, strata: Stratum[], networkRate: number) {
  const expected = strata.reduce((s, x) => s + x.n * x.network_rate, 0)
  const ratio = expected > 0 ? observed / expected : null
  return { expected, ratio, adjusted_rate: ratio === null ? null : ratio * networkRate }
}

/**
 * Population stability index of two distributions over the same bins: about 0.1 is worth a look, 0.25 a reason to act.
 * Null when a bin is empty on either side, where it is not defined.
 */
export function stabilityIndex(reference: number[], current: number[]): number | null {
  if (reference.length !== current.length || reference.length === 0) return null
  if ([...reference, ...current].some((share) => share <= 0)) return null
  return reference.reduce((s, r, i) => s + ((current[i] as number) - r) * Math.log((current[i] as number) / r), 0)
}

/** Exams a month at which contribution covers the fixed cost, rounded up; null when an exam contributes nothing. */
export function breakEvenExams(fixedCost: number, contributionPerExam: number): number | null {
  if (contributionPerExam <= 0) return null
  // A fen of rounding in the division must not ask for one exam more.
  return Math.ceil(fixedCost / contributionPerExam - 1e-9)
}
