import type { Day, Names, Paged } from '../page/page-types.ts'

export type WaterfallStep =
  | 'gross_charges'
  | 'adjustments'
  | 'denied_charges'
  | 'refunded_charges'
  | 'written_off'
  | 'pending_charges'
  | 'allowed'
  | 'refunds'
  | 'partner_payout'
  | 'net_revenue'
  | 'variable_cost'
  | 'fixed_cost'
  | 'operating_profit'

/** Totals stand at their level, changes carry their sign (deductions negative). */
export interface WaterfallBar {
  step: WaterfallStep
  kind: 'total' | 'change'
  amount: number | null
}

export const SPANS = ['month', 'quarter', 'year'] as const
export type Span = (typeof SPANS)[number]

/** A line of the profit and loss in three spans that end with the same closed month, CNY; deductions are positive. */
export interface StatementRow {
  line: WaterfallStep
  month: number | null
  quarter: number | null
  year: number | null
}

export interface Statement {
  /** The last closed month of the period; null where none is closed, and then there are no rows. */
  month: Day | null
  /** First months of the quarter and the year up to it. */
  quarter_from: Day | null
  year_from: Day | null
  rows: StatementRow[]
}

/** A charge line with its part of the step, and the file and line that it came from. Single exams and money. */
export interface ChargeOfStep {
  center_code: string
  charge_id: string
  accession_no: string
  procedure_code: string
  service_date: Day
  payer_class: string
  status: string
  amount: number
  path: string | null
  source_line: number | null
}

/** A row of the cost ledger, and the file and line that it came from. */
export interface CostOfStep {
  center_code: string
  month: Day
  category: string
  behaviour: string
  scanner_id: string | null
  amount: number
  path: string | null
  source_line: number | null
}

/** What a bar of the waterfall is made of, the greatest amounts first; deductions are positive. */
export interface BookLines {
  step: WaterfallStep
  centers: (Names & { center_code: string; amount: number | null })[]
  /** Charge lines by procedure and payer; empty where the bar has none. */
  kinds: { procedure_code: string; payer_class: string; lines: number; amount: number }[]
  costs: Paged<CostOfStep> | null
  /** Null where the bar has none, and for who may not see single exams. */
  charges: Paged<ChargeOfStep> | null
}

/** What was planned and what came, of the center-months that have a plan for the line, CNY. */
export interface BudgetRow {
  /** Column of `mart.center_month`. */
  line: string
  budget: number
  /** Null while a ledger of them has not come. */
  actual: number | null
  difference: number | null
  /** difference ÷ budget; null where nothing was planned. */
  difference_share: number | null
  center_months: number
}

export type CenterBudgetRow = BudgetRow & Names & { center_code: string }

export interface Budgets {
  /** In the order of the profit and loss; empty where nothing is budgeted. */
  lines: BudgetRow[]
  /** The most below its plan first, by line. */
  centers: CenterBudgetRow[]
}

/** The books of a group of centers, CNY. Costs and what follows are null while a ledger of one of them has not come. */
export interface GroupRow {
  kind: 'network' | 'ownership' | 'province'
  /** Null for the network, and for centers of which it is not known. */
  group: string | null
  centers: number
  exams_performed: number
  net_revenue: number
  variable_cost: number | null
  fixed_cost: number | null
  contribution: number | null
  operating_profit: number | null
  /** Null where net revenue is not positive. */
  operating_margin_rate: number | null
}
