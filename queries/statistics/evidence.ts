import { studentUpper } from './distributions.ts'

export type EvidenceVerdict = 'higher' | 'lower' | 'no_evidence' | 'not_judged'

/**
 * What two periods say about a difference, current less previous. `low` and `high` are a 95 % interval; `higher` and
 * `lower` only where it leaves out 0. All numbers are null when `not_judged`, except a difference that can be said
 * without evidence.
 */
export interface Evidence {
  difference: number | null
  low: number | null
  high: number | null
  /** Two-sided, for lists over many centers (`falseDiscoveries`); null when not judged. */
  p: number | null
  verdict: EvidenceVerdict
}

export function notJudged(difference: number | null = null): Evidence {
  return { difference, low: null, high: null, p: null, verdict: 'not_judged' }
}

/**
 * Verdict of an interval that was taken at ± `critical` standard errors with `df` degrees of freedom. p comes from the
 * side of the interval that faces 0. An interval that touches 0 is no evidence.
 */
export function judged(difference: number, low: number, high: number, critical: number, df = Infinity): Evidence {
  const half = difference > 0 ? difference - low : high - difference
  const p = half > 0 ? Math.min(1, 2 * studentUpper((Math.abs(difference) / half) * critical, df)) : null
  const verdict = low > 0 ? 'higher' : high < 0 ? 'lower' : 'no_evidence'
  return { difference, low, high, p: difference === 0 ? 1 : p, verdict }
}
