import { binomialUpper } from './distributions.ts'

/**
 * McNemar's test on pairs of which `first` are right on one side only and `second` on the other only: the exact two-sided
 * probability of so uneven a split by chance. Null without such a pair.
 * @source McNemar, Psychometrika 1947;12:153
 */
export function mcnemar(first: number, second: number): number | null {
  const n = first + second
  return n === 0 ? null : Math.min(1, 2 * binomialUpper(Math.max(first, second), n, 0.5))
}
