import type { FormatInstant, TimeStyle } from './clock.ts'
import type { Product } from './catalogue/ai-products.ts'
import type { Procedure } from './catalogue/procedures.ts'
import type { Modality } from './modality.ts'
import type { Weighted } from './random.ts'
import type { Effects } from './stories.ts'

export interface Scanner {
  scannerId: string
  centerCode: string
  modality: Modality
  manufacturer: string
  model: string
  fieldStrengthT: number | null
  slices: number | null
  installedOn: string
  /** Weekly hours as the landing contract writes them. */
  staffedHours: string
  /** Hours from a later day on, if they changed (reference/staffing.csv). */
  staffingChange: { from: number; staffedHours: string } | null
  /** Exams wished for on an ordinary Friday. */
  demand: number
  /** Factor on exam minutes: age and model. */
  pace: number
  /** Factor on dose, CT only in effect. */
  dose: number
  /** Where within a rule's tolerance this scanner's own settings lie, −0.4…0.4 of it. */
  bias: number
  /** Price new, CNY; shares out the center's equipment cost. */
  capexCny: number
}

/** How a center's systems hand over their files. */
export interface ExportStyle {
  time: TimeStyle
  encoding: 'utf8' | 'utf8-bom-crlf' | 'gb18030'
  gzip: boolean
  upperCaseHeader: boolean
  /** Amounts with a currency sign and thousands commas. */
  yenSign: boolean
  /** Step names in the center's own words (reference/step_aliases.csv). */
  ownStepNames: boolean
}

export interface Center {
  index: number
  code: string
  nameEn: string
  nameZh: string
  province: string
  city: string
  longitude: number
  latitude: number
  ownership: 'self_owned' | 'partnered'
  partnerShare: number
  /** Share from a later service date on, if it changed (reference/partner_terms.csv). */
  termsChange: { from: number; partnerShare: number } | null
  timeZone: string
  offsetHours: number
  openedOn: string
  /** Last day of business of the whole demo; stories and AI versions are dated back from it. */
  lastDay: number
  scanners: Scanner[]
  style: ExportStyle
  effects: Effects
  /** Factor on how often a series deviates. */
  sloppiness: number
  noShowFactor: number
  /** Factor on minutes from end of exam to report. */
  readingFactor: number
  /** Share of reports with structured findings. */
  structuredShare: number
  /** Share of AI results that the radiologist opens before reporting. */
  opensAiFirst: number
  /** Share of reports read by an outside service. */
  outsourcedReading: number
  /** Price level against the charge master. */
  priceFactor: number
  /** Operating margin that the ledger is made to give over the whole period. */
  targetMargin: number
  products: Product[]
  /** Factor on exam minutes by technologist. */
  technologists: { id: string; pace: number }[]
  radiologists: string[]
  procedures: Map<Modality, Weighted<Procedure>>
  /** Number of patients from which the exams' patients are drawn. */
  patients: number
  format: FormatInstant
}

export type Outcome = 'performed' | 'aborted' | 'no_show' | 'cancelled'

/** An exam with everything that will ever happen to it; instants in seconds on the center's clock, null = never. */
export interface Exam {
  accessionNo: string
  day: number
  outcome: Outcome
  booked: boolean
  scanner: Scanner
  procedure: Procedure
  protocolCode: string | null
  priority: 'routine' | 'urgent' | 'stat'
  referral: string
  patient: { id: string; birthYear: number; sex: 'M' | 'F' }
  physician: string
  technologist: string
  radiologist: string
  orderedAt: number
  scheduledAt: number
  /** Booked slot: its minutes, and the scanner it was booked on, which need not be the one that served it. Null = not booked. */
  slot: { minutes: number; scannerId: string } | null
  arrivedAt: number | null
  startedAt: number | null
  completedAt: number | null
  cancelledAt: number | null
  prelimAt: number | null
  reportedAt: number | null
  /** As reported: codes joined by `;`, `NONE`, or null where the report is not structured. */
  findings: string | null
  repeatOf: string | null
  /** A series lacks a required step or has a parameter out of tolerance: AI reads such exams worse. */
  deviates: boolean
}
