/** Local calendar day or first day of a month, `YYYY-MM-DD`. */
export type Day = string

/** Half-open range of local days: `to` is not included. */
export interface Period {
  from: Day
  to: Day
}

/** The filter as it was applied, not as it was asked. */
export interface Filters extends Period {
  center: string[]
  modality: string[]
  scanner: string[]
  /** The period of equal length before, or the whole months before, that figures are compared with. */
  previous: Period
  /** Whether the data reaches back over the previous period; with `none` nothing is compared. */
  previous_data: 'complete' | 'partial' | 'none'
  /** True when the reader gave no period and the last 28 days of the data were taken. */
  is_default_period: boolean
  /** Filters that were given but do not apply to this page (modality does not split costs). */
  ignored: ('modality' | 'scanner')[]
}

export type Feed = 'exams' | 'scanner_log' | 'ai_results' | 'billing' | 'costs' | 'reference' | 'snapshot'

/** A feed that is absent altogether, so that a page says so instead of showing zeros. */
export interface Missing {
  feed: Feed
  /** What cannot be shown without it; the dictionary has a sentence for each code. */
  effect:
    | 'nothing_loaded'
    | 'no_exams'
    | 'no_scanner_log'
    | 'no_ai_results'
    | 'no_billing'
    | 'no_costs'
    | 'no_protocol_book'
    | 'no_structured_findings'
    | 'no_staffed_hours'
}

/** Why a figure has no value. */
export type NoValue =
  | 'no_denominator'
  | 'small_sample'
  | 'stale_bookings'
  | 'modalities_not_pooled'
  | 'ledger_not_come'
  | 'month_open'
  | 'hours_unknown'
  | 'not_by_scanner'

/** Estimate with its n and, for rates, the Wilson 95 % interval. `value` is null exactly when `reason` says why. */
export interface Estimate {
  value: number | null
  /** Denominator, or the observations behind a median; null for plain counts and money. */
  n: number | null
  /** Numerator of a rate, else null. */
  numerator: number | null
  low: number | null
  high: number | null
  reason: NoValue | null
}

/** A headline figure beside the previous period. `metric` is an id of the registry. */
export interface Figure extends Estimate {
  metric: string
  previous: Estimate | null
  /** value − previous; for rates with the 95 % interval of the difference. */
  change: number | null
  change_low: number | null
  change_high: number | null
  /** change ÷ previous, for counts, minutes and money; null for rates. */
  change_share: number | null
  /** By the metric's declared good direction; `unclear` when the interval of the change holds 0. */
  verdict: 'better' | 'worse' | 'unclear' | 'neutral' | null
  /** True when months are in it that are not closed. */
  provisional: boolean
}

export type Figures<Name extends string> = Record<Name, Figure>

/** Text in both languages; `zh` falls back to `en` where the source gives none. */
export interface Names {
  name_en: string
  name_zh: string
}

/** What a page answers while no snapshot has been published yet. */
export interface NoSnapshot {
  snapshot_id: null
  filters: null
  missing: Missing[]
}

export interface PageBase {
  snapshot_id: string
  filters: Filters
  missing: Missing[]
}

/** Narrow with `page.snapshot_id === null`. */
export type Answer<Page> = Page | NoSnapshot

/** One page of a longer list. `page` counts from 1. */
export interface Paged<Row> {
  rows: Row[]
  total: number
  page: number
  page_size: number
}

/** A point of a control chart. `signals` are the rules that it breaks, worst first. */
export interface ControlPoint extends Period {
  n: number
  numerator: number
  value: number | null
  lower: number | null
  upper: number | null
  signals: ControlRule[]
}

export type ControlRule = 'outside_limits' | 'trend' | 'two_of_three' | 'shift'

export interface ControlChart {
  /** laney where the plain limits understate the spread (σz > 1.2), p otherwise. */
  kind: 'p' | 'laney'
  step: 'day' | 'week' | 'month'
  center_line: number | null
  sigma_z: number | null
  /** The days before that the limits come from; null where they come of the points themselves. */
  baseline: Period | null
  /** Points of it that are judged; with too few there are no limits. */
  baseline_points: number
  /** First day of the step from which the points are no longer those of the baseline; null without a broken rule. */
  onset: Day | null
  points: ControlPoint[]
}

/** Where a center stands in the funnel. 95 % is for display, 99.8 % for alerts. */
export type FunnelPlace = 'below_998' | 'below_95' | 'inside' | 'above_95' | 'above_998'

export interface FunnelRow extends Names {
  center_code: string
  n: number
  numerator: number
  /** Null below the metric's minimum count. */
  value: number | null
  low: number | null
  high: number | null
  lower_95: number | null
  upper_95: number | null
  lower_998: number | null
  upper_998: number | null
  place: FunnelPlace | null
}

export interface Funnel {
  metric: string
  /** Rate of the ordinary centers: those far off are left out of it. */
  target: number | null
  /** Between-center variance on the arcsine scale; 0 = no over-dispersion. */
  tau2: number
  phi: number | null
  rows: FunnelRow[]
  /** Limits by n, to draw the curves with. */
  curve: { n: number; lower_95: number; upper_95: number; lower_998: number; upper_998: number }[]
}
