import type { Names, PageBase } from '../page/page-types.ts'

/** Why no break-even is told: nothing known of its hours or costs, no exam, or an exam that contributes nothing. */
export type NoBreakEven = 'hours_unknown' | 'no_exams' | 'no_contribution'

/** Fixed cost of closed months by what its staffed minutes went into, CNY; null where hours are unknown. */
export interface CapacityCost {
  fixed_cost: number | null
  /** Acquiring, on the table and turnover. */
  used_cost: number | null
  down_cost: number | null
  /** No-show and idle. */
  unused_cost: number | null
}

export interface BreakEven {
  /** Closed months in it. */
  months: number
  /** Days with staffed minutes. */
  staffed_days: number | null
  exams: number
  /** Net revenue less variable cost, CNY. */
  contribution: number | null
  contribution_per_exam: number | null
  /** Exams a month at which the contribution covers the fixed cost, rounded up. */
  break_even_exams: number | null
  exams_per_day: number | null
  /** Exams a staffed day beyond break-even; below 0, so many are missing. */
  exams_beyond_per_day: number | null
  /** What one more exam on each staffed day would add, CNY a month. */
  one_more_exam: number | null
  why_not: NoBreakEven | null
}

export interface ScannerCapacity extends Names, CapacityCost, BreakEven {
  scanner_id: string
  center_code: string
  modality: string
  staffed_minutes: number | null
  used_minutes: number | null
  /** (Fixed cost + variable cost) ÷ exams, CNY. */
  cost_per_exam: number | null
  /** Used cost ÷ exams, CNY. */
  used_cost_per_exam: number | null
}

export interface CenterCapacity extends Names, CapacityCost, BreakEven {
  center_code: string
}

export interface ModalityCapacity extends CapacityCost {
  modality: string
  scanners: number
}

export interface CapacityPage extends PageBase {
  /** Over scanners whose hours are known in each closed month. */
  together: CapacityCost & { scanners: number; unknown_scanners: number }
  modalities: ModalityCapacity[]
  centers: CenterCapacity[]
  scanners: ScannerCapacity[]
}
