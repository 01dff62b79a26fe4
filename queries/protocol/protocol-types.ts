import type { Severity } from '../compliance/compliance-types.ts'
import type { Day, Figures, Names, PageBase, Period } from '../page/page-types.ts'

export type ProtocolMetric =
  'compliance_rate' | 'exam_minutes_median' | 'repeat_rate' | 'dose_over_reference_rate' | 'agreement'

/**
 * What the fleet does beside what the book says. `as_ruled`: more than half of the exams keep to the rule.
 * `agrees_otherwise`: most do not, and four fifths of them are as close to each other as the rule would want. `scattered`:
 * neither. `too_few`: under ten exams.
 */
export type FleetVerdict = 'as_ruled' | 'agrees_otherwise' | 'scattered' | 'too_few'

/** What judged series of one rule were set to: of all scanners (manufacturer and model null), or of one model. */
export interface FleetRow {
  step: string
  parameter: string
  /** Place of the rule in the list of its parameter. */
  rule_order: number
  /** All scanners on which the rule holds. */
  is_whole: boolean
  manufacturer: string | null
  model: string | null
  min_value: number | null
  max_value: number | null
  expected: string
  exams: number
  deviating: number
  /** The most frequent value, and how many exams have it. */
  majority: string | null
  majority_share: number | null
  /** Of values that are numbers. */
  median: number | null
  p10: number | null
  p90: number | null
  /** Exams no further from the median than the rule's own tolerance; null where the rule has no two bounds. */
  near_share: number | null
  verdict: FleetVerdict
}

export interface Version extends Names {
  version: number
  effective_from: Day | null
  effective_to: Day | null
  target_minutes: number | null
  ctdi_vol_reference: number | null
  dlp_reference: number | null
}

/** What a new version did: the same exams' figures before and after. Observational: other things changed too. */
export interface VersionChange {
  version: number
  before: Period
  after: Period
  figures: Figures<ProtocolMetric>
}

/** A rule that the draft of the next version would hold in place of the present one. */
export interface DraftChange {
  step: string
  parameter: string
  rule_order: number
  severity: Severity | null
  from: string
  to: string
  exams: number
}

/** A rule as `protocols.json` has it. */
export interface DraftRule {
  when?: { manufacturer?: string; model?: string; field_strength_t?: number }
  min?: number
  max?: number
  allowed?: (number | string)[]
  severity?: string
}

/** An entry of `protocols.json`, which the ETL reads as it is. */
export interface Draft {
  protocol_code: string
  version: number
  name_en: string
  name_zh: string | null
  modality: string | null
  body_part: string | null
  effective_from: Day
  effective_to: null
  target_minutes: number | null
  contrast: boolean | null
  dose_reference: Record<string, number>
  steps: {
    step: string
    order: number
    required: boolean
    severity?: string
    parameters: Record<string, DraftRule[]>
  }[]
}

export interface ProtocolPage extends PageBase, Names {
  protocol_code: string
  modality: string | null
  /** Newest first. */
  versions: Version[]
  /** The version whose rules the fleet is set beside: the newest that judged an exam of the period. */
  judged_version: number | null
  figures: Figures<ProtocolMetric>
  changes: VersionChange[]
  fleet: FleetRow[]
  draft: Draft
  draft_changes: DraftChange[]
}
