import type { Names, PageBase } from '../page/page-types.ts'

/** Changes in per cent unless said otherwise; what is not named stays as it is. */
export interface PlanLevers {
  /** What lines of a modality bring; `none`: lines of procedures without modality. */
  tariff: Record<string, number>
  /** What lines of one procedure bring, on top of its modality's tariff. */
  procedure: { code: string; tariff: number } | null
  /** Performed exams of a modality. */
  volume: Record<string, number>
  /** So much of one payer's lines is another's, at what the other pays for the modality. */
  mix: { from: string; to: string; share: number } | null
  /** Denied share of charges. */
  denials: number
  /** Staffed hours, and with them the fixed cost of staff. */
  hours: number
  /** Terms of partnered centers; null leaves what they have. */
  partner: {
    /** Per cent of what is allowed to others than the partner. */
    share: number | null
    /** At least so much a center and month, CNY. */
    floor: number | null
    /** Beyond so much a center and month, CNY, `tier_share` per cent instead. */
    tier_from: number | null
    tier_share: number | null
  }
  /** AI fees. */
  ai: number
}

/** In the order in which a plan's effects are told, each on top of those before it. */
export const LEVERS = ['volume', 'mix', 'tariff', 'procedure', 'denials', 'partner', 'hours', 'ai'] as const
export type Lever = (typeof LEVERS)[number]

/** Amounts in fen. Charge lines of closed months by modality of the procedure (`none`: without) and payer. */
export interface PlanCell {
  modality: string
  /** Whether its lines are of the procedure that a plan names. */
  is_named: boolean
  payer_class: string
  lines: number
  gross: number
  denied: number
  /** Allowed less refunds. */
  paid: number
}

/** Minutes in staffed hours; null where the hours of a scanner are unknown. */
export interface PlanModality {
  exams: number
  /** Acquiring, on the table and turnover. */
  busy_minutes: number | null
  /** Idle and no-show. */
  free_minutes: number | null
}

/** A center's closed months as plans start from them; amounts in fen. */
export interface PlanCenter extends Names {
  center_code: string
  is_partnered: boolean
  months: number
  exams: number
  net_revenue: number
  partner_payout: number
  variable_cost: number
  fixed_cost: number
  operating_profit: number
  /** Parts of the costs above. */
  ai_variable: number
  ai_fixed: number
  staff_fixed: number
  modalities: Record<string, PlanModality>
  cells: PlanCell[]
}

/** A center under a plan; amounts in CNY to the fen, over the closed months of the period. */
export interface PlannedCenter extends Names {
  center_code: string
  exams: number
  exams_after: number
  net_revenue: number
  net_revenue_after: number
  operating_profit: number
  operating_profit_after: number
  change: number
  /** More exams, of the same mix, at which the profit is what it was; 0 where it is not less, null where an exam contributes nothing. */
  exams_needed: number | null
  /** Minutes of the plan's exams and of those needed, and what the scanners have; null where hours are unknown. */
  minutes_needed: number | null
  minutes_available: number | null
  /** Whether the scanners of each modality have the minutes; null where it cannot be told. */
  fits: boolean | null
  /** Modalities whose scanners have not. */
  short_of: string[]
}

export interface PlanResult {
  levers: PlanLevers
  operating_profit: number
  operating_profit_after: number
  change: number
  exams_after: number
  /** Null as soon as one center cannot get there. */
  exams_needed: number | null
  /** Centers that cannot get there by exams; that lack minutes; of which it cannot be told. */
  unreachable: number
  not_fitting: number
  unknown: number
  /** What each lever adds, on top of those before it; they add up to the change. */
  effects: { lever: Lever; amount: number }[]
  centers: PlannedCenter[]
}

export interface PlanPage extends PageBase {
  /** Closed center-months that plans start from; without any there is nothing to plan. */
  center_months: number
  exams: number
  net_revenue: number
  variable_cost: number
  fixed_cost: number
  operating_profit: number
  /** What can be moved. */
  modalities: { modality: string; exams: number; paid: number }[]
  payers: { payer_class: string; lines: number; paid: number }[]
  procedures: ({ procedure_code: string } & Names)[]
  plan: PlanResult
  /** Beside it, where the address has a second one. */
  beside: PlanResult | null
}
