import type { BookLines, Budgets, GroupRow, Statement, WaterfallBar } from './books-types.ts'
import type { Day, Estimate, Figures, Names, PageBase } from '../page/page-types.ts'

export type MoneyMetric =
  | 'gross_charges'
  | 'allowed'
  | 'net_revenue'
  | 'contribution'
  | 'operating_profit'
  | 'operating_margin_rate'
  | 'denial_rate'
  | 'net_revenue_per_exam'
  | 'unused_capacity_cost'

/** Sums over center-months, CNY. Costs and what follows are null while a ledger of one of them has not come. */
export interface ProfitAndLoss {
  center_months: number
  /** Of these, those whose capacity costs are known: the hours of every scanner are. */
  capacity_months: number
  exams_performed: number
  gross_charges: number
  pending_charges: number
  denied_charges: number
  refunded_charges: number
  adjustments: number
  written_off: number
  allowed: number
  refunds: number
  collected: number
  outstanding: number
  partner_payout: number
  net_revenue: number
  variable_cost: number | null
  fixed_cost: number | null
  contribution: number | null
  operating_profit: number | null
  operating_margin_rate: number | null
  denied_lines: number
  adjudicated_lines: number
  used_capacity_cost: number | null
  down_capacity_cost: number | null
  unused_capacity_cost: number | null
}

export interface MonthRow extends ProfitAndLoss {
  month: Day
  /** closed when every center's month is. */
  month_state: 'open' | 'closed'
  open_centers: number
}

/** A month that cannot close yet, and the lines that its ledger lacks: each of the last closed months had them. */
export interface MissingCosts extends Names {
  month: Day
  center_code: string
  costs: { category: string; behaviour: string }[]
}

export interface CenterMonthRow {
  month: Day
  center_code: string
  month_state: 'open' | 'closed'
  exams_performed: number
  gross_charges: number
  net_revenue: number
  variable_cost: number | null
  fixed_cost: number | null
  contribution: number | null
  operating_profit: number | null
  operating_margin_rate: number | null
}

/** Over the closed months of the period; where none is closed, over the open ones with `provisional`. */
export interface CenterProfitRow extends Names, ProfitAndLoss {
  center_code: string
  ownership: string | null
  months_closed: number
  months_open: number
  provisional: boolean
  denial_rate: Estimate
  /** Exams a month at which the contribution covers the fixed cost, rounded up; null when it cannot. */
  break_even_exams: number | null
  /** Exams a month that were performed. */
  exams_per_month: number | null
  /** In-hours occupied ÷ practical capacity minutes. */
  capacity_use_rate: number | null
}

export interface PayerRow {
  payer_class: string
  lines: number
  gross_charges: number
  allowed: number
  /** Of the allowed amount of all payers. */
  allowed_share: number | null
  adjudicated_lines: number
  denied_lines: number
  /** Only for insurers; nobody denies a self-payer. */
  denial_rate: Estimate | null
}

/** Denied lines by the payer's code; null where a line was denied without one. */
export interface DenialRow {
  denial_code: string | null
  denied_lines: number
  /** Charged for them, CNY. */
  denied_charges: number
}

export interface AiMoney {
  /** Ledger category ai_fees over the period; null while no ledger has come. */
  ai_fees: number | null
  /** Σ revenue_per_exam × exams with an ok result, by the catalogue; null where the catalogue gives none. */
  ai_revenue: number | null
}

export interface ProfitabilityPage extends PageBase {
  figures: Figures<MoneyMetric>
  /** closed: what figures and comparisons rest on; open: provisional; all: both. */
  totals: { closed: ProfitAndLoss; open: ProfitAndLoss; all: ProfitAndLoss }
  months: MonthRow[]
  missing_costs: MissingCosts[]
  center_months: CenterMonthRow[]
  centers: CenterProfitRow[]
  /** Over closed center-months; over open ones with `provisional` where none is closed. */
  waterfall: { provisional: boolean; bars: WaterfallBar[] }
  /** What the bar that the address names is made of; null where it names none. */
  lines: BookLines | null
  statement: Statement
  budgets: Budgets
  groups: GroupRow[]
  payers: PayerRow[]
  /** Over the same months as the payers, the greatest amount first. */
  denials: DenialRow[]
  /** Of the last months of the data, whatever the period. */
  price_steps: PriceStep[]
  /** Ledger lines over the period by category and behaviour. */
  costs: { category: string; behaviour: string; amount: number }[]
  ai: AiMoney
  /** True while the ledger holds no head-office cost: operating profit is then before it. */
  before_head_office_cost: boolean
}

/** A price that stepped in the last months, by province and procedure. */
export interface PriceStep {
  province: string | null
  modality: string | null
  procedure_code: string
  /** First month at the new price. */
  month: Day
  centers: number
  /** Charge lines of that month. */
  lines: number
  /** CNY a line, and in the month before. */
  price: number
  previous_price: number
  /** price ÷ previous price − 1. */
  change: number
}
