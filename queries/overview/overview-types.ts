import type { ComplianceMetric } from '../compliance/compliance-types.ts'
import type { ConcordanceMetric } from '../concordance/concordance-types.ts'
import type { Day, Figures, Filters, Names, PageBase } from '../page/page-types.ts'
import type { MoneyMetric } from '../profitability/profitability-types.ts'
import type { FeedName } from '../schema.ts'
import type { ModalityFigures, ThroughputMetric } from '../throughput/throughput-types.ts'

export type SignalKind =
  'compliance_funnel' | 'compliance_slipping' | 'no_show_funnel' | 'down_time' | 'reporting_backlog' | 'data_stale'

export type MoneySignalKind = 'loss_at_high_use' | 'denial_funnel'

/** Why a center needs attention. `value` is the metric's, against a limit or an earlier value of it, or beside another one. */
export interface Signal<Kind extends string = SignalKind> {
  kind: Kind
  metric: string
  modality: string | null
  product_code: string | null
  scanner_id: string | null
  value: number | null
  reference: number | null
  /** What `reference` is a value of: of `metric` itself, or of the one that makes `value` remarkable. */
  reference_metric: string
  n: number | null
}

export interface Attention<Kind extends string = SignalKind> extends Names {
  center_code: string
  signals: Signal<Kind>[]
}

/** An AI product whose concordance fell since the previous period: the 99.8 % interval of the difference lies below 0. */
export interface ProductSignal {
  product_code: string
  product: Names
  finding_code: string
  finding: Names
  metric: 'sensitivity' | 'specificity'
  value: number
  previous: number
  n: number
  difference: number
  low: number
  high: number
}

export interface CenterPoint extends Names {
  center_code: string
  province: string | null
  city: string | null
  ownership: string | null
  longitude: number | null
  latitude: number | null
  exams_performed: number
  compliance_rate: number | null
  assessable: number
  signals: number
}

export interface FeedFreshness {
  feed: FeedName
  /** Newest updated_at (exams, AI, charges, costs) or event time (log); null when the feed never came. */
  newest_at: string | null
  centers: number
  /** Centers whose newest row is more than three days older than the feed's newest. */
  stale_centers: number
}

export interface DataState {
  published_at: string | null
  is_demo: boolean
  last_day: Day | null
  rejected_rows: number
  failed_checks: number
  feeds: FeedFreshness[]
}

export interface OverviewMoney {
  /** Whole months, and what they are compared with: not the days of the page. */
  filters: Filters
  figures: Figures<MoneyMetric>
  centers: {
    center_code: string
    net_revenue: number
    operating_profit: number | null
    operating_margin_rate: number | null
  }[]
  attention: Attention<MoneySignalKind>[]
  months: { month: Day; month_state: 'open' | 'closed'; net_revenue: number; operating_profit: number | null }[]
}

export interface OverviewPage extends PageBase {
  figures: Figures<
    ThroughputMetric | Extract<ComplianceMetric, 'compliance_rate' | 'compliance_coverage_rate'> | ConcordanceMetric
  >
  by_modality: ModalityFigures[]
  /** Exams of each day, all modalities, for the sparkline. */
  exams_per_day: { day: Day; exams_performed: number }[]
  centers: CenterPoint[]
  attention: Attention[]
  product_attention: ProductSignal[]
  data: DataState
  /** Left out for people without the right to see money. */
  money: OverviewMoney | null
}
