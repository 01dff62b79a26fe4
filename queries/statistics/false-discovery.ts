/** Share of a list of signals that may be chance. */
export const FALSE_SHARE = 0.05
/** False signals a period that are borne in any case: lists of one or two would else ask more of each than long ones. */
const BORNE = 0.1

/**
 * Which of many comparisons (metrics × centers, all of a page together) are named: at most a share `q` of a list is
 * false on average, or a tenth of a signal a period where the list is short, also in a network without any shift.
 * Nulls are not judged and do not count. Expects p values that are valid together (independent or rising together).
 * @source Benjamini, Hochberg, J R Stat Soc B 1995;57:289; the floor is Bonferroni's
 */
export function falseDiscoveries(p: (number | null)[], q = FALSE_SHARE): boolean[] {
  const sorted = Float64Array.from(p.filter((value) => value !== null)).sort()
  let limit = BORNE / sorted.length
  sorted.forEach((value, i) => {
    if (value <= (q * (i + 1)) / sorted.length) limit = value
  })
  return p.map((value) => value !== null && value <= limit)
}

/** At most this many of a list of `named` signals are expected to be chance; of an empty list, that it were not empty. */
export function expectedFalseSignals(named: number, q = FALSE_SHARE): number {
  return Math.max(BORNE, q * named)
}

/** False alarms to expect of fixed limits: comparisons × the chance of each (0.001 on one side of 99.8 % limits). */
export function expectedBeyondLimits(comparisons: number, chance: number): number {
  return comparisons * chance
}
