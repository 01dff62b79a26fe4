import type { AdjudicatedRate } from '../concordance/cases-types.ts'
import type { Day, Estimate, Names } from '../page/page-types.ts'
import type { Evidence } from '../statistics/evidence.ts'
import type { Line } from '../statistics/least-squares.ts'
import type { OddsRatio } from '../statistics/mantel-haenszel.ts'
import type { Sample } from '../statistics/proportion.ts'

export type Proposal = 'keep' | 'watch' | 'stop'

export type RuleId =
  | 'idle'
  | 'too_few'
  | 'misses'
  | 'false_alarms'
  | 'chance'
  | 'refuted'
  | 'overlooks'
  | 'fell'
  | 'manufacturer'
  | 'failures'
  | 'unopened'

export interface RuleOutcome {
  rule: RuleId
  proposal: Exclude<Proposal, 'keep'>
  limit: number
  /** What is held against the limit; null where it is not known. */
  value: number | null
  state: 'met' | 'not_met' | 'not_judged'
}

/** A product as the catalogue has it. */
export interface ProductCard extends Names {
  product_code: string
  vendor: string | null
  modality: string | null
  domain: string | null
  live_from: Day | null
  /** The score of its operating point, as the catalogue says. */
  threshold: number | null
}

/** Agreement on compliant against deviating scans, within product and finding. Observational. */
export interface Robustness {
  /** Products × findings that were read on both. */
  strata: number
  compliant: { n: number; agree: number }
  deviating: { n: number; agree: number }
  /** Compliant less deviating, over all strata (Mantel-Haenszel), with its 95 % interval. */
  difference: number | null
  low: number | null
  high: number | null
  odds_ratio: OddsRatio | null
  /** Discordant readings of deviating scans a year that would not be there at the compliant rate. */
  avoidable_a_year: { value: number; low: number; high: number }
}

export interface ChainCenter extends Names {
  center_code: string
  /** Share of assessable exams that follow the protocol; null with under 30. */
  compliance: number | null
  assessable: number
  /** Readings, and how many of them agree. */
  n: number
  agree: number
  /** Agreement at the network's mix of products and findings, 0…1. */
  agreement: number
  /** Operating margin over closed months; null for who may not see money, and without one. */
  margin: number | null
}

/** Centers with 30 readings and more; lines through pairs of what they have, null with under five. Observational. */
export interface Chain {
  centers: ChainCenter[]
  agreement_on_compliance: Line | null
  margin_on_agreement: Line | null
  margin_on_compliance: Line | null
}

export interface ManufacturerChange {
  manufacturer: string
  now: Sample
  before: Sample
  others_now: Sample
  others_before: Sample
  /** Agreement on its scanners, now less before. */
  change: Evidence
  others: Evidence
  /** How far the change goes beyond that of all others. */
  beyond: Evidence
}

/** Yuan of the period: fee and revenue of the catalogue times exams read. Null where the catalogue names no fee. */
export interface ProductMoney {
  fee: number | null
  revenue: number | null
  net: number | null
  net_per_exam: number | null
  /** Net cost for each finding that only the product flagged; null where it earns, and without one. */
  cost_per_only_flagged: number | null
  /**
   * The same for each of them that is there, as many as those that adjudicators judged let expect; null too with fewer than
   * five judged, and where none of them was confirmed.
   */
  cost_per_confirmed: number | null
}

/** A product as adjudicators see it, all its findings together. */
export interface ProductJudged {
  /** Readings of the period that were judged. */
  judged: number
  /** Flagged and not in the report: judged, and of these there after all. */
  only_flagged_judged: number
  only_flagged_confirmed: number
  /** Of what it flags, what is there. */
  ppv: AdjudicatedRate
  /** Of what it does not flag, what is there. */
  miss_rate: AdjudicatedRate
}

/** What a product did, and what follows from it by rule. */
export interface ProductSummary extends ProductCard {
  product: Names
  runs: number
  exams_read: number
  /** Readings: exam and finding. */
  n: number
  agreement: Estimate
  agreement_before: Estimate
  change: Evidence
  sensitivity: Estimate
  specificity: Estimate
  kappa: Estimate
  /** Findings of the report that it did not flag. */
  missed: number
  /** Findings that it flagged and the report does not have. */
  only_flagged: number
  /** Null where nobody judged a reading of it. */
  adjudicated: ProductJudged | null
  failure_rate: Estimate
  /** Readings whose result was opened before the report, of those of which it is known. */
  seen_first: Estimate
  proposal: Proposal
  rules: RuleOutcome[]
  /** Left out for who may not see it. */
  money: ProductMoney | null
}
