import type { Protocol } from './protocols.ts'

/** Text, or null where the file leaves the cell empty. Dates are `YYYY-MM-DD`, amounts decimal text in CNY. */
type Text = string | null

export interface CenterRow {
  center_code: string
  name_en: string
  name_zh: Text
  province: Text
  city: Text
  longitude: number | null
  latitude: number | null
  ownership: Text
  partner_share: number | null
  time_zone: Text
  opened_on: Text
  closed_on: Text
}

export interface ScannerRow {
  scanner_id: string
  center_code: string
  modality: string
  manufacturer: Text
  model: Text
  field_strength_t: number | null
  slices: number | null
  installed_on: Text
  retired_on: Text
  staffed_hours: Text
}

export interface FindingRow {
  finding_code: string
  name_en: string
  name_zh: Text
  modality: Text
  body_part: Text
}

export interface AiProductRow {
  product_code: string
  name_en: string
  name_zh: Text
  vendor: Text
  modality: Text
  findings: Text
  fee_per_exam: Text
  revenue_per_exam: Text
  domain: Text
  live_from: Text
  threshold: number | null
}

export interface ProcedureRow {
  procedure_code: string
  name_en: string
  name_zh: Text
  modality: Text
  list_price: Text
  contrast: boolean | null
}

export interface AliasRow {
  center_code: string
  alias: string
  step: string
}

export interface CalendarRow {
  center_code: Text
  scanner_id: Text
  date: string
  hours: string
}

export interface StaffingRow {
  scanner_id: string
  effective_from: string
  staffed_hours: Text
}

export interface TermsRow {
  center_code: string
  effective_from: string
  partner_share: number
}

export interface TargetRow {
  metric: string
  modality: Text
  priority: Text
  value: number | null
}

export interface BudgetRow {
  center_code: string
  /** First day of the month. */
  month: string
  line: string
  amount: Text
}

export interface InterventionRow {
  name_en: string
  name_zh: Text
  scanner_id: Text
  center_code: Text
  kind: Text
  from_date: Text
  to_date: Text
}

/** Everything under `reference/`, checked, with defaults not yet applied. */
export interface Reference {
  centers: CenterRow[]
  scanners: ScannerRow[]
  findings: FindingRow[]
  aiProducts: AiProductRow[]
  procedures: ProcedureRow[]
  protocols: Protocol[]
  stepAliases: AliasRow[]
  calendar: CalendarRow[]
  staffing: StaffingRow[]
  partnerTerms: TermsRow[]
  targets: TargetRow[]
  budget: BudgetRow[]
  interventions: InterventionRow[]
}
