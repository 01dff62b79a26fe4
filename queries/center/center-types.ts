import type { ComplianceMetric, ProtocolRow, DeviationRow } from '../compliance/compliance-types.ts'
import type { ControlChart, Day, Estimate, Figures, Filters, Names, PageBase } from '../page/page-types.ts'
import type { ConcordanceMetric, ProductFinding } from '../concordance/concordance-types.ts'
import type { FreshnessRow, RejectGroup } from '../data/data-types.ts'
import type { CenterMonthRow, MissingCosts, MoneyMetric, ProfitAndLoss } from '../profitability/profitability-types.ts'
import type { Signal } from '../overview/overview-types.ts'
import type { ExamsPerDay, HeatMap, ModalityFigures, ScannerRow } from '../throughput/throughput-types.ts'

export interface CenterInfo extends Names {
  center_code: string
  province: string | null
  city: string | null
  longitude: number | null
  latitude: number | null
  ownership: string | null
  time_zone: string
  opened_on: Day | null
  closed_on: Day | null
}

export interface CenterMoney {
  /** Whole months, and what they are compared with: not the days of the page. */
  filters: Filters
  figures: Figures<MoneyMetric>
  totals: { closed: ProfitAndLoss; open: ProfitAndLoss; all: ProfitAndLoss }
  months: CenterMonthRow[]
  missing_costs: MissingCosts[]
  /** Exams a month at which the contribution covers the fixed cost; null when it cannot. */
  break_even_exams: number | null
  partner_share: number | null
}

type NetworkMetric =
  'exams_performed' | 'utilization_rate' | 'no_show_rate' | 'wait_minutes_median' | 'turnaround_minutes_median'

export interface CenterPage extends PageBase {
  center: CenterInfo
  figures: Figures<ComplianceMetric | ConcordanceMetric | 'exams_performed'>
  by_modality: ModalityFigures[]
  /** The whole network in the same period and modalities, to compare with. */
  network_by_modality: { modality: string; figures: Record<NetworkMetric, Estimate> }[]
  network: Record<'compliance_rate' | 'compliance_coverage_rate', Estimate>
  exams_per_day: ExamsPerDay[]
  heat_map: HeatMap[]
  scanners: ScannerRow[]
  compliance_over_time: ControlChart
  protocols: ProtocolRow[]
  deviations: DeviationRow[]
  products: ProductFinding[]
  /** Its signals, judged against the whole network; about money for those who may see it. */
  attention: Signal[]
  faults: { scanner_id: string; severity: string; code: string; events: number; last_at: string }[]
  rejects: RejectGroup[]
  freshness: FreshnessRow[]
  money: CenterMoney | null
}
