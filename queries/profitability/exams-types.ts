import type { Day, Estimate, Figures, Names, Paged, PageBase } from '../page/page-types.ts'

export type ExamMoneyMetric =
  'exam_revenue' | 'exam_contribution' | 'exam_margin' | 'minute_revenue' | 'minute_contribution' | 'minute_margin'

/** What exams of one kind brought and used, CNY. Sums of exact parts, not rounded. */
export interface ExamMoneyRow {
  exams: number
  net_revenue: number
  /** Null while no ledger has come. */
  contribution: number | null
  /** Null also where no hours are known. */
  margin: number | null
  /** On the table in staffed hours. */
  table_minutes: number | null
  figures: Record<ExamMoneyMetric, Estimate>
}

export type ModalityMoneyRow = ExamMoneyRow & { modality: string }
/** Null: exams without a protocol. */
export type ProtocolMoneyRow = ExamMoneyRow & { modality: string; protocol_code: string | null } & Names
export type CenterMoneyRow = ExamMoneyRow & { center_code: string } & Names
/** The class of an exam's lines; `several` where they differ, null where it has none. */
export type PayerMoneyRow = ExamMoneyRow & { payer_class: string | null }

/** What an hour of a scanner earns and costs, CNY. */
export interface ScannerHourRow extends Names {
  center_code: string
  scanner_id: string
  modality: string | null
  exams: number
  staffed_hours: number | null
  table_hours: number | null
  /** Contribution ÷ hours on the table. */
  contribution_per_table_hour: number | null
  /** Contribution ÷ staffed hours. */
  contribution_per_staffed_hour: number | null
  /** Own and shared fixed cost ÷ staffed hours. */
  fixed_per_staffed_hour: number | null
  /** The difference: what a staffed hour leaves. */
  left_per_staffed_hour: number | null
}

export const LOSS_KINDS = ['repeat_deviating', 'repeat_other', 'no_show', 'aborted'] as const
export type LossKind = (typeof LOSS_KINDS)[number]

/** Contribution that minutes would have brought at what a minute of their scanner brings, less what was brought in them. */
export interface LossRow {
  kind: LossKind
  items: number
  minutes: number
  /** CNY that the exams themselves brought; 0 for who did not come and for what was given up. */
  own_contribution: number
  /** CNY; null where no minute of the scanners has a price. */
  lost_contribution: number | null
}

export type CenterLossRow = Names & { center_code: string } & Record<LossKind, number | null> & {
    lost_contribution: number | null
  }

/** The sum over exams, what lies between, and the profit and loss, CNY to the fen. */
export interface BridgeRow {
  line: string
  charge_lines: number | null
  gross_charges: number
  allowed: number
  net_revenue: number
  variable_cost: number | null
  fixed_cost: number | null
}

export const LEAK_KINDS = ['exam_without_charge', 'charge_without_exam', 'contrast_not_billed', 'duplicate'] as const
export type LeakKind = (typeof LEAK_KINDS)[number]

export interface LeakRow {
  kind: LeakKind
  items: number
  /** CNY: what is usually charged for it, or what was charged; null where nobody knows. */
  amount: number | null
}

export type CenterLeakRow = Names & { center_code: string; items: number; amount: number | null } & Record<
    LeakKind,
    number
  >

/** One of them, for who may see single exams and money. */
export interface LeakItem {
  kind: LeakKind
  center_code: string
  accession_no: string
  /** Of the line; null where there is none. */
  charge_id: string | null
  day: Day
  procedure_code: string | null
  amount: number | null
  /** Lines of the exam that were found. */
  lines: number
}

export interface LowestExam {
  center_code: string
  accession_no: string
  day: Day
  modality: string
  scanner_id: string | null
  protocol_code: string | null
  net_revenue: number
  variable_cost: number | null
  capacity_cost: number | null
  margin: number
}

export interface ExamsPage extends PageBase {
  figures: Figures<ExamMoneyMetric>
  /** The months are open: what stands here is provisional. */
  provisional: boolean
  modalities: ModalityMoneyRow[]
  protocols: ProtocolMoneyRow[]
  centers: CenterMoneyRow[]
  payers: PayerMoneyRow[]
  scanners: ScannerHourRow[]
  losses: LossRow[]
  loss_centers: CenterLossRow[]
  bridge: BridgeRow[]
  leaks: LeakRow[]
  leak_centers: CenterLeakRow[]
  /** Exams on later days may still be charged. */
  leaks_until: Day
  /** Null for who may not see single exams. */
  leak_items: Paged<LeakItem> | null
  lowest: LowestExam[] | null
}
