import { Z_95 } from './distributions.ts'

/** What the area under a ROC curve and its variance need of all scores, added up over distinct scores. */
export interface PlacementSums {
  positives: number
  negatives: number
  /** Σ over positives of their placement: the share of negatives scored lower, equal scores half; and of its square. */
  above: number
  above_squares: number
  /** Σ over negatives of the share of positives scored higher, equal scores half; and of its square. */
  below: number
  below_squares: number
}

export interface Area {
  auc: number
  /** Null with a single positive or negative, where placements have no spread to tell. */
  standard_error: number | null
  low: number | null
  high: number | null
}

/** Sample variance of placements of mean `mean`. */
const spread = (squares: number, n: number, mean: number) => Math.max(0, squares - n * mean * mean) / (n - 1)

/**
 * Area under the ROC curve (trapezoids, the Mann-Whitney statistic) with its 95 % interval, cut at 0 and 1. Null where
 * all exams are positive, or none is.
 * @source DeLong, DeLong, Clarke-Pearson, Biometrics 1988;44:837
 */
export function areaUnderCurve(s: PlacementSums): Area | null {
  if (s.positives === 0 || s.negatives === 0) return null
  const auc = s.above / s.positives
  if (s.positives < 2 || s.negatives < 2) return { auc, standard_error: null, low: null, high: null }
  const variance =
    spread(s.above_squares, s.positives, auc) / s.positives +
    spread(s.below_squares, s.negatives, s.below / s.negatives) / s.negatives
  const standard_error = Math.sqrt(variance)
  return {
    auc,
    standard_error,
    low: Math.max(0, auc - Z_95 * standard_error),
    high: Math.min(1, auc + Z_95 * standard_error),
  }
}
