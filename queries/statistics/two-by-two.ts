/** Counts with the radiologist as reference: concordance, never accuracy. */
export interface Counts {
  tp: number
  fp: number
  fn: number
  tn: number
}

const ratio = (numerator: number, denominator: number) => (denominator === 0 ? null : numerator / denominator)

/** Matthews correlation, −1…1; null when a margin is empty. */
export function matthews({ tp, fp, fn, tn }: Counts): number | null {
  return ratio(tp * tn - fp * fn, Math.sqrt(tp + fp) * Math.sqrt(tp + fn) * Math.sqrt(tn + fp) * Math.sqrt(tn + fn))
}

/** F1, 0…1; null without any positive on either side. */
export function f1({ tp, fp, fn }: Counts): number | null {
  return ratio(2 * tp, 2 * tp + fp + fn)
}

export const total = ({ tp, fp, fn, tn }: Counts) => tp + fp + fn + tn

/** Numerator and denominator of each rate. */
export function rates(c: Counts) {
  return {
    agreement: { k: c.tp + c.tn, n: total(c) },
    sensitivity: { k: c.tp, n: c.tp + c.fn },
    specificity: { k: c.tn, n: c.tn + c.fp },
    ppv: { k: c.tp, n: c.tp + c.fp },
    npv: { k: c.tn, n: c.tn + c.fn },
    prevalence: { k: c.tp + c.fn, n: total(c) },
  }
}

export function addCounts(a: Counts, b: Counts): Counts {
  return { tp: a.tp + b.tp, fp: a.fp + b.fp, fn: a.fn + b.fn, tn: a.tn + b.tn }
}

export const NO_COUNTS: Counts = { tp: 0, fp: 0, fn: 0, tn: 0 }

/**
 * Sensitivity and specificity when only some exams were verified, assuming that verification hangs on the AI's call alone.
 * Null with fewer than five verified false negatives: the method is unstable there.
 * @source Begg, Greenes, Biometrics 1983;39:207
 */
export function beggGreenes(
  verified: Counts,
  tested: { positive: number; negative: number },
): { sensitivity: number; specificity: number } | null {
  const verifiedPositive = verified.tp + verified.fp
  const verifiedNegative = verified.fn + verified.tn
  if (verified.fn < 5 || verifiedPositive === 0 || verifiedNegative === 0) return null
  const diseasedPositive = (verified.tp / verifiedPositive) * tested.positive
  const diseasedNegative = (verified.fn / verifiedNegative) * tested.negative
  const healthyPositive = tested.positive - diseasedPositive
  const healthyNegative = tested.negative - diseasedNegative
  const diseased = diseasedPositive + diseasedNegative
  const healthy = healthyPositive + healthyNegative
  if (diseased === 0 || healthy === 0) return null
  return { sensitivity: diseasedPositive / diseased, specificity: healthyNegative / healthy }
}
