import type { ComplianceMetric } from '../compliance/compliance-types.ts'
import type { ConcordanceMetric } from '../concordance/concordance-types.ts'
import type { Unit } from '../metric/define.ts'
import type { Day, Figures, Filters, LookBack, Names, PageBase } from '../page/page-types.ts'
import type { BudgetRow } from '../profitability/books-types.ts'
import type { MoneyMetric } from '../profitability/profitability-types.ts'
import type { FeedName } from '../schema.ts'
import type { ModalityFigures, ThroughputMetric } from '../throughput/throughput-types.ts'

export type SignalKind =
  | 'compliance_funnel'
  | 'compliance_slipping'
  | 'dose_funnel'
  | 'order_funnel'
  | 'fleet_drift'
  | 'no_show_funnel'
  | 'reporting_backlog'
  | 'turnaround_funnel'
  | 'down_time'
  | 'late_first_case'
  | 'ai_agreement_fall'
  | 'ai_not_in_time'
  | 'ai_manufacturer_fall'
  | 'data_stale'

export type MoneySignalKind = 'loss' | 'denial_funnel' | 'receivable_ageing' | 'price_step'

/** The panel that shows a signal, and how its page is to be filtered. */
export interface SignalLink {
  path: string
  filters: Record<string, string>
  /** Id of the panel, which is its anchor. */
  panel: string
}

/** Something that deserves a person's morning: what, where, by how much, and how much hangs on it. */
export interface Signal {
  kind: SignalKind | MoneySignalKind
  /** Null where it is about the network, a province or a product. */
  center: (Names & { center_code: string }) | null
  scanner_id: string | null
  modality: string | null
  province: string | null
  payer_class: string | null
  product: (Names & { product_code: string }) | null
  finding: (Names & { finding_code: string }) | null
  /** Whose scanners; null where it is about those of all. */
  manufacturer: string | null
  protocol: (Names & { protocol_code: string }) | null
  /** What `value` and `reference` are values of. */
  metric: string
  unit: Unit
  value: number | null
  /** Of an ordinary center of the same case mix, or before the change; null where there is none. */
  reference: number | null
  n: number | null
  /** First day of what changed at once. */
  since: Day | null
  /** What hangs on it in thirty days: exams (as patients), or yuan. */
  stake: number
  stake_unit: 'patients' | 'cny'
  link: SignalLink
}

export interface AttentionList {
  /** Most at stake first. */
  signals: Signal[]
  /** Comparisons (metrics × centers) that were made. */
  comparisons: number
  /** How many of the signals that rest on samples are expected to be chance. */
  expected_false: number
  /** Yuan that one patient counts for in the order of the list; null without money. */
  cny_per_patient: number | null
  changed: LookBack
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
  months: { month: Day; month_state: 'open' | 'closed'; net_revenue: number; operating_profit: number | null }[]
  /** Net revenue and operating profit beside what was planned; empty where nothing is budgeted. */
  budget: BudgetRow[]
}

export interface OverviewPage extends PageBase {
  figures: Figures<
    ThroughputMetric | Extract<ComplianceMetric, 'compliance_rate' | 'compliance_coverage_rate'> | ConcordanceMetric
  >
  by_modality: ModalityFigures[]
  /** Exams of each day, all modalities, for the sparkline. */
  exams_per_day: { day: Day; exams_performed: number }[]
  centers: CenterPoint[]
  /** Signals about money are in it for those who may see money. */
  attention: AttentionList
  data: DataState
  /** Left out for people without the right to see money. */
  money: OverviewMoney | null
}
