import type { HolidayName } from '../calendar.ts'
import type { FeedName } from '../schema.ts'
import type { WorkingDayComparison } from '../statistics/working-days.ts'

/** Local calendar day or first day of a month, `YYYY-MM-DD`. */
export type Day = string

/** Half-open range of local days: `to` is not included. */
export interface Period {
  from: Day
  to: Day
}

/** The filter as it was applied, not as it was asked. */
export interface Filters extends Period {
  /** Those of the provinces and the ownership too. */
  center: string[]
  /** As given; left out where not. */
  province?: string[]
  ownership?: string[]
  modality: string[]
  scanner: string[]
  /** The period that figures are compared with: of equal length or of as many months, wholly before; without days for none. */
  previous: Period
  /** Whether the data of any chosen center reaches back over the whole of it; nothing is compared otherwise. */
  previous_data: 'complete' | 'partial' | 'none'
  comparison: Comparison
  /** The days that the limits of control charts come from, wholly before the period; null where each chart takes its own. */
  baseline: Period | null
  /**
   * First to last closed month, which figures of money rest on; null where days are taken, and where no month of the period
   * is closed. Open months of the period stand in tables by month only.
   */
  basis: Period | null
  /**
   * Whether no center's month among those of the basis (without one: of the period) is left out, so that its days alone tell
   * what figures of money rest on. Pages of days do not say.
   */
  basis_is_whole?: boolean
  /** True when the reader gave no period and the last 28 days of the data were taken. */
  is_default_period: boolean
  /** Filters that were given and that the page, or some of its figures, cannot follow (modality does not split costs). */
  ignored: ('modality' | 'scanner')[]
  /** Headline figures (metric ids) that are not known by scanner while scanners are asked for: they have no value. */
  unfollowed: string[]
}

/** A center that stands in no comparison of the page, though it does in its figures. */
export interface LeftOut extends Names {
  center_code: string
  /** Its data began within the compared period or later, or its ledger is not closed in each month of both. */
  why: 'began' | 'not_closed'
  /** What began; figures of other feeds are compared. */
  feeds: Feed[]
}

/** What the figures of a page are compared with, and what a reader must know of it. */
export interface Comparison {
  /** As the address asks: the period before, the same period a year ago, one that a person chose, or none. */
  kind: 'previous' | 'year' | 'own' | 'none'
  /** How a year ago was found: 52 weeks back, by the calendar, or by the lunar year. Null for other kinds. */
  aligned: 'weekday' | 'calendar' | 'lunar' | null
  /** Holidays of which the two periods do not hold the same number of days; counts follow them. */
  holidays: { name: HolidayName; current: number; previous: number }[]
  /** Exams per working day of the centers' own calendars, where the two periods hold other week-ends or holidays; else null. */
  working_days: WorkingDayComparison | null
  left_out: LeftOut[]
  /** Centers closed in each month of both periods, whose money is compared; null where days are compared. */
  closed_centers: number | null
}

/** What changed lately is compared over: its days, those before them, and the centers that have none before. */
export interface LookBack {
  now: Period
  before: Period
  left_out: LeftOut[]
}

export type Feed = FeedName | 'reference' | 'snapshot'

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
  | 'negative_revenue'
  | 'few_centers'

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

/** Why a figure has no change beside it. */
export type NotCompared =
  'not_asked' | 'previous_not_whole' | 'began_in_between' | 'not_closed_in_both' | 'month_open' | 'no_value'

/**
 * By the metric's good direction. `usual`: its control chart shows usual variation. `unclear`: there is no chart, and the
 * interval of the difference holds 0. `neutral`: no direction, or no evidence either way.
 */
export type Verdict = 'better' | 'worse' | 'usual' | 'unclear' | 'neutral'

/** A headline figure beside the period compared with. `metric` is an id of the registry. */
export interface Figure extends Estimate {
  metric: string
  /** Of the centers compared. */
  previous: Estimate | null
  /** The current side of the comparison where it leaves centers out that `value` holds; else null. */
  compared: Estimate | null
  not_compared: NotCompared | null
  /** Difference of the two sides compared, with its 95 % interval where days, exams or centers let one be told. */
  change: number | null
  change_low: number | null
  change_high: number | null
  /** change ÷ previous, for counts, minutes and money; null for rates. */
  change_share: number | null
  /** What the difference comes to; see `queries/metric/verdict.ts`. Null where nothing is compared. */
  verdict: Verdict | null
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
  /** Rates: laney where the plain limits understate the spread (σz > 1.2), p otherwise. xmr: minutes and shares of minutes. */
  kind: 'p' | 'laney' | 'xmr'
  /** seven_days: those that end with the period, whatever the weekday. */
  step: 'day' | 'week' | 'month' | 'seven_days'
  center_line: number | null
  sigma_z: number | null
  /** The days before that the limits come from. */
  baseline: Period
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
  /** Rate of an ordinary center of the same case mix; null where there is no value. */
  expected: number | null
  /** The rate at the network's case mix: as far from the target as `value` is from `expected`. */
  adjusted: number | null
  /** Limits around `expected`. */
  lower_95: number | null
  upper_95: number | null
  lower_998: number | null
  upper_998: number | null
  place: FunnelPlace | null
}

export interface Funnel {
  metric: string
  /** What ordinary centers have at the case mix of all: those far off are left out of it. */
  target: number | null
  /** Between-center variance on the arcsine scale; 0 = no over-dispersion. */
  tau2: number
  phi: number | null
  rows: FunnelRow[]
  /** Other centers of the network, for whoever works for some: places without names, n rounded to two digits. */
  others: { n: number; adjusted: number | null }[]
  /** Centers that the filter names, among those of the whole network; empty where it names none. */
  chosen: string[]
  /** Limits by n, to draw the curves with. */
  curve: { n: number; lower_95: number; upper_95: number; lower_998: number; upper_998: number }[]
}
