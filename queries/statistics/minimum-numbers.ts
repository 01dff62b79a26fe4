/** Why a figure is withheld. */
export type Withheld = 'no_denominator' | 'small_sample'

/**
 * The one rule of minimum numbers: `no_denominator` without observations, `small_sample` below the metric's minimum
 * count, else null. Everything said of one table of readings (agreement, κ, AC1, MCC, F1, sensitivity …) is asked with
 * that table's n, so that no figure shows where another of the same exams is withheld.
 */
export function withheld(n: number, minimumCount: number): Withheld | null {
  if (n <= 0) return 'no_denominator'
  return n < minimumCount ? 'small_sample' : null
}

/** The figure, or null where the rule withholds it; it is not worked out then. */
export function ifEnough<T>(n: number, minimumCount: number, figure: () => T): T | null {
  return withheld(n, minimumCount) === null ? figure() : null
}
