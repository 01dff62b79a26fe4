import type { Contrast, ProductFinding, TwoByTwo, VersionSpan } from '../concordance/concordance-types.ts'
import type { ControlChart, Day, Estimate, Figures, LookBack, Names, PageBase } from '../page/page-types.ts'
import type { Evidence } from '../statistics/evidence.ts'
import type { Sample } from '../statistics/proportion.ts'
import type { ManufacturerChange, ProductSummary, Robustness } from './summary-types.ts'

export type ProductMetric =
  'readings' | 'agreement' | 'sensitivity' | 'specificity' | 'ppv' | 'flag_rate' | 'ai_open_rate' | 'ai_failure_rate'

export type Dimension = 'center' | 'manufacturer' | 'model' | 'sex' | 'age' | 'compliance' | 'parameter'

/** A group of readings against the others of its dimension; a deviating parameter against compliant scans. */
export interface Slice {
  dimension: Dimension
  value: string
  n: number
  agree: number
  agreement: Estimate
  others: Estimate
  /** Null where either side is too small. */
  difference: number | null
  low: number | null
  high: number | null
  /** No chance, all comparisons of the table judged together. */
  named: boolean
}

export interface FindingCurve {
  finding_code: string
  finding: Names
  positives: number
  negatives: number
  /** Area under the ROC curve, its interval by DeLong. */
  auc: Estimate
  /** The score from which on it was flagged; null where no single one was. */
  threshold: number | null
}

/** What flagging from a score on finds over the period's readings. */
export interface OperatingPoint {
  threshold: number | null
  tp: number
  fp: number
  fn: number
  tn: number
  n: number
  flags_a_day: number
  /** Findings of the report that are not flagged, in thirty days. */
  missed_a_month: number
  sensitivity: Estimate
  specificity: Estimate
  ppv: Estimate
}

export interface Thresholds {
  findings: FindingCurve[]
  /** The finding that the curve is of. */
  finding_code: string
  finding: Names
  auc: Estimate
  /** Whether one score tells flagged from unflagged readings: not where versions cut differently. */
  is_one_cut: boolean
  /** As it was flagged. */
  today: OperatingPoint
  /** At the threshold that is asked for, else at today's. */
  asked: OperatingPoint
  is_asked: boolean
  /** From the lowest threshold to the highest. */
  curve: OperatingPoint[]
}

export type ProductVersionSpan = Omit<VersionSpan, 'product_code'>

export interface VersionStep {
  from_version: string
  to_version: string
  /** First day of the new one. */
  day: Day
  metric: 'agreement' | 'sensitivity' | 'specificity' | 'flag_rate'
  before: Sample
  after: Sample
  difference: number | null
  low: number | null
  high: number | null
  /** The interval leaves out 0. */
  clear: boolean
}

export interface CusumPoint {
  from: Day
  /** Discordance piled up beyond what the baseline lets expect, in σ. */
  upper: number
  signal: boolean
}

/** Population stability index of scores; null where either side has too few. */
export interface Drift {
  kind: 'period' | 'version' | 'center'
  finding_code: string
  finding: Names
  from_version: string | null
  to_version: string | null
  /** The center whose scores stand beside those of all others; null where periods or versions are compared. */
  center_code: string | null
  center: Names | null
  psi: number | null
  before: number
  after: number
}

export interface ProductHistory {
  agreement: ControlChart
  flag_rate: ControlChart
  cusum: CusumPoint[]
  /** The CUSUM signals beyond it, in σ. */
  decision_limit: number
  versions: ProductVersionSpan[]
  version_steps: VersionStep[]
  drifts: Drift[]
  /** Centers and findings with a hundred scores on both sides, judged together. */
  drift_centers: number
}

/** Minutes from the end of an exam to its report, with the result back at the landmark or not. Observational. */
export interface TurnaroundEffect {
  landmark_minutes: number
  in_time: { n: number; median: number | null }
  not_in_time: { n: number; median: number | null }
  /** In time less not in time. */
  difference: Evidence
}

export interface VersionFinding extends TwoByTwo {
  finding_code: string
  finding: Names
  product_version: string
}

export interface ProductPage extends PageBase, Names {
  product_code: string
  summary: ProductSummary
  figures: Figures<ProductMetric>
  findings: ProductFinding[]
  by_version: VersionFinding[]
  seen_against_unseen: Contrast[]
  robustness: Robustness | null
  slices: Slice[]
  /** Comparisons that were judged together. */
  comparisons: number
  manufacturers: ManufacturerChange[]
  /** The spans that manufacturers are compared over. */
  look_back: LookBack
  thresholds: Thresholds | null
  history: ProductHistory
  turnaround: TurnaroundEffect | null
}
