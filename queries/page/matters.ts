import type { SignalOptions } from '../statistics/center-signals.ts'

type Judged =
  | 'compliance_rate'
  | 'dose_over_reference_rate'
  | 'wrong_order_rate'
  | 'no_show_rate'
  | 'unreported_rate'
  | 'turnaround_minutes_median'
  | 'denial_rate'
  | 'ai_seen_in_time_rate'
  | 'over_90_share'
  | 'first_case_on_time_rate'

/**
 * By metric, the smallest difference from an ordinary center that a person would act on, and the side that is bad. Rates:
 * in points (0.05 is five); minutes: as a share of the usual.
 */
export const MATTERS: Record<Judged, SignalOptions> = {
  compliance_rate: { matters: 0.05, bad: 'lower' },
  dose_over_reference_rate: { matters: 0.05, bad: 'higher' },
  wrong_order_rate: { matters: 0.01, bad: 'higher' },
  no_show_rate: { matters: 0.03, bad: 'higher' },
  unreported_rate: { matters: 0.01, bad: 'higher' },
  turnaround_minutes_median: { matters: 0.5, bad: 'higher' },
  denial_rate: { matters: 0.03, bad: 'higher' },
  ai_seen_in_time_rate: { matters: 0.2, bad: 'lower' },
  over_90_share: { matters: 0.1, bad: 'higher' },
  first_case_on_time_rate: { matters: 0.2, bad: 'lower' },
}

/** Of any metric of rates; both sides where the metric has no rule of its own. */
export const mattersOf = (metricId: string): SignalOptions =>
  (MATTERS as Record<string, SignalOptions>)[metricId] ?? { matters: 0.02, bad: 'both' }
