import type { complianceMetrics } from './compliance-metrics.ts'
import type { ChartedFigure } from '../page/headline-charts.ts'
import type { NetworkBeside } from '../page/network-beside.ts'
import type {
  ControlChart,
  Day,
  Estimate,
  Figures,
  Funnel,
  LookBack,
  Names,
  PageBase,
  Paged,
} from '../page/page-types.ts'

/** Why performed exams of the book's modalities could not be assessed. */
export type NotAssessableReason = 'no_protocol_code' | 'no_version' | 'no_acquisitions'

export type ComplianceMetric = Exclude<keyof typeof complianceMetrics, NotAssessableReason>

/** Rates of the tiles that have a control chart. */
export type ChartedRate = Extract<
  ComplianceMetric,
  'compliance_rate' | 'compliance_coverage_rate' | 'dose_over_reference_rate' | 'wrong_order_rate'
>

export type DeviationKind =
  | 'missing_step'
  | 'out_of_tolerance'
  | 'missing_parameter'
  | 'missing_tag'
  | 'extra_step'
  | 'wrong_order'
  | 'dose_over_reference'

export type Severity = 'critical' | 'major' | 'minor'

export interface ProtocolRow extends Names {
  protocol_code: string
  modality: string | null
  exams: number
  assessable: number
  compliant: number
  compliance_rate: Estimate
  missing_steps: number
  deviating_parameters: number
  missing_parameters: number
  critical_deviations: number
}

export interface DeviationRow {
  step: string | null
  parameter: string | null
  kind: DeviationKind
  severity: Severity | null
  deviations: number
  exams: number
  centers: number
  /** Exams with it ÷ assessable exams of the protocols in which it occurs. */
  share: number | null
}

export interface DoseRow extends Names {
  protocol_code: string
  /** The version that judged the exams; its levels are those shown. */
  protocol_version: number | null
  modality: string | null
  ctdi_vol_reference: number | null
  dlp_reference: number | null
  /** Exams over the reference level ÷ exams with one and with a logged dose. */
  dose_over_reference_rate: Estimate
}

/** A deviation that became more or less frequent at a center: the interval of the difference does not hold 0. */
export interface DriftRow extends Names {
  center_code: string
  protocol_code: string
  step: string | null
  parameter: string | null
  kind: DeviationKind
  exams: number
  n: number
  rate: number
  previous_exams: number
  previous_n: number
  previous_rate: number
  difference: number
  /** 95 % interval; which rows are named is judged over all of them together. */
  low: number
  high: number
}

export interface ExamKey {
  center_code: string
  accession_no: string
}

/** The exams beside one in a list; null at its ends. */
export interface ExamNeighbours {
  previous: ExamKey | null
  next: ExamKey | null
}

/** What an exam did otherwise: where, what was expected and what was found, in the unit of the attribute. */
export interface ListedDeviation {
  step: string | null
  parameter: string | null
  kind: DeviationKind
  severity: Severity | null
  expected: string | null
  observed: string | null
  unit: string | null
}

export interface DeviatingExam extends ExamKey {
  day: Day
  scanner_id: string | null
  modality: string
  protocol_code: string
  protocol_version: number | null
  missing_steps: number
  deviating_parameters: number
  missing_parameters: number
  missing_tags: number
  critical_deviations: number
  dose_over_reference: boolean | null
  /** Those that break compliance, or those that the list was narrowed to. */
  deviations: ListedDeviation[]
}

/** Narrows the list of deviating exams, beside the page's filter. */
export interface DeviatingExamQuery {
  protocol?: string
  step?: string
  parameter?: string
  kind?: string
  /** Part of an accession number. */
  search?: string
  page?: number
}

export interface CompliancePage extends PageBase {
  figures: Figures<ComplianceMetric>
  network: NetworkBeside<ComplianceMetric>
  by_modality: { modality: string; figures: Figures<ComplianceMetric> }[]
  /** The charts by which the tiles are judged, of the rates that have a value in the period. */
  variation: ChartedFigure<ChartedRate>[]
  over_time: ControlChart
  centers: Funnel
  /** Coverage beside every center's rate: assessable ÷ performed exams that the book covers. */
  center_coverage: { center_code: string; performed: number; assessable: number; coverage_rate: number | null }[]
  protocols: ProtocolRow[]
  not_assessable: { reason: NotAssessableReason; exams: number }[]
  deviations: DeviationRow[]
  dose: DoseRow[]
  drift: DriftRow[]
  /** The days of what changed lately and those before, whatever the period. */
  drift_periods: LookBack
  /** Null where the reader may not see single exams. */
  exams: Paged<DeviatingExam> | null
  /** How the list was narrowed. */
  exams_query: DeviatingExamQuery
}

export interface ExamParameter {
  parameter: string
  observed: string | null
  /** The rule as text; null where the protocol has none for this parameter on this scanner. */
  expected: string | null
  status: 'within' | 'out_of_tolerance' | 'missing_parameter' | 'missing_tag' | 'not_ruled'
  severity: Severity | null
}

export interface ExamStep {
  step: string
  /** The center's own series name where it differs. */
  logged_as: string | null
  step_order: number | null
  required: boolean
  status: 'performed' | 'missing' | 'not_performed' | 'extra' | 'localizer'
  severity: Severity | null
  series_no: number | null
  started_at: string | null
  ended_at: string | null
  /** Acquisitions of this step before the judged one. */
  repeats: number
  parameters: ExamParameter[]
}

/** One exam against its protocol: every step and every parameter. */
export interface ComplianceExamPage {
  snapshot_id: string
  missing: []
  center_code: string
  center: Names
  accession_no: string
  day: Day
  modality: string
  body_part: string | null
  scanner_id: string | null
  manufacturer: string | null
  model: string | null
  protocol_code: string
  protocol: Names | null
  protocol_version: number | null
  time_zone: string
  started_at: string | null
  completed_at: string | null
  assessable: boolean
  compliant: boolean | null
  reason: string | null
  steps_in_order: boolean | null
  dose_over_reference: boolean | null
  /** Σ DLP of all acquisitions, mGy·cm, and the largest CTDIvol of judged series, mGy, with the reference levels. */
  dose: { dlp: number | null; dlp_reference: number | null; ctdi_vol: number | null; ctdi_vol_reference: number | null }
  steps: ExamStep[]
  deviations: {
    step: string | null
    kind: DeviationKind
    parameter: string | null
    observed: string | null
    expected: string | null
    severity: Severity | null
  }[]
  /** In the list that the reader comes from; null where there is none. */
  neighbours: ExamNeighbours | null
  /** File and line that the exam was read from. */
  source: { path: string; line: number } | null
}
