import type { Day, Names, PageBase } from '../page/page-types.ts'

/** The way of an exam from being one that a product reads to being acted on, each stage among those before it. */
export const STAGES = ['exams', 'live', 'sent', 'accepted', 'ok', 'back', 'opened', 'acted'] as const
export type Stage = (typeof STAGES)[number]

/** What an exam is lost by on that way; they add up to the exams that were not acted on. */
export const LOSSES = [
  ...(['not_live', 'not_sent', 'rejected_input', 'timeout', 'failed', 'late', 'not_opened', 'not_acted'] as const),
] as const
export type Loss = (typeof LOSSES)[number]

export interface ProductUse extends Names, Record<Stage, number>, Record<Loss, number> {
  product_code: string
  modality: string | null
  /** From sent to returned, of exams with an ok result. */
  latency_minutes_median: number | null
  latency_minutes_p90: number | null
}

export interface LossRow {
  product_code: string
  product: Names
  loss: Loss
  exams: number
  /** Of all exams that the product could read. */
  share: number
  /** Where most of them were lost. */
  centers: { center_code: string; exams: number }[]
}

/** Results of a product at a center that came back after the report was signed. */
export interface LateRow {
  product_code: string
  product: Names
  center_code: string
  center: Names
  ok: number
  late: number
  share: number
  low: number
  high: number
  /** The same share at the other centers; null where there is none. */
  elsewhere: number | null
}

/** Two products on the same exams, for a finding that both read. */
export interface PairRow {
  first_code: string
  second_code: string
  first: Names
  second: Names
  finding_code: string
  finding: Names
  /** Exams that both read. */
  exams: number
  /** Of the exams in which the radiologist reports the finding. */
  found_both: number
  found_first_only: number
  found_second_only: number
  found_neither: number
  /** Of the others: flagged by one only. */
  false_first_only: number
  false_second_only: number
  /** McNemar, exact: whether one agrees with the radiologist more often than the other; null where they never differ. */
  p: number | null
}

export interface DomainRow {
  /** Null where the catalogue names none. */
  domain: string | null
  live: ProductState[]
  idle: ProductState[]
  /** Whose first day of use lies behind the period. */
  to_come: ProductState[]
}

export interface ProductState extends Names {
  product_code: string
  runs: number
  live_from: Day | null
}

export interface UsePage extends PageBase {
  products: ProductUse[]
  losses: LossRow[]
  late: LateRow[]
  pairs: PairRow[]
  domains: DomainRow[]
}
