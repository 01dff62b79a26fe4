import type { concordanceMetrics } from './concordance-metrics.ts'
import type { Chain, ProductSummary, Robustness } from '../product/summary-types.ts'
import type { NetworkBeside } from '../page/network-beside.ts'
import type { ControlChart, Estimate, Figures, Names, PageBase, Period, ControlRule } from '../page/page-types.ts'

/** Figures of all products together. */
export type ConcordanceMetric = Extract<
  keyof typeof concordanceMetrics,
  'readings' | 'products' | 'ai_failure_rate' | 'ai_open_rate' | 'ai_coverage_rate' | 'ai_flagged_share'
>

/** Chance-corrected agreement with its standard error; null where the value is. */
export interface Coefficient extends Estimate {
  standard_error: number | null
}

/** The 2×2 with the radiologist as reference. Concordance, never accuracy. */
export interface TwoByTwo {
  tp: number
  fp: number
  fn: number
  tn: number
  n: number
  agreement: Estimate
  sensitivity: Estimate
  specificity: Estimate
  ppv: Estimate
  npv: Estimate
  /** Share of exams in which the radiologist reports the finding. */
  prevalence: Estimate
  kappa: Coefficient
  gwet_ac1: Coefficient
  mcc: Estimate
  /** n: readings that either side calls positive. */
  f1: Estimate
}

export interface ProductFinding extends TwoByTwo {
  product_code: string
  product: Names
  vendor: string | null
  modality: string | null
  finding_code: string
  finding: Names
  /** The same in the previous period. */
  previous: Pick<TwoByTwo, 'n' | 'agreement' | 'sensitivity' | 'specificity'>
}

export interface ConcordancePoint extends Period {
  product_code: string
  product_version: string
  tp: number
  fp: number
  fn: number
  tn: number
  n: number
  agreement: Estimate
  sensitivity: Estimate
  specificity: Estimate
  /** Rules that the product's rates break at this point, versions together. */
  signals: { metric: 'agreement' | 'sensitivity' | 'specificity'; rule: ControlRule }[]
}

type Watched = ConcordancePoint['signals'][number]['metric']

/** What a product's rate over time is judged by, from the days before the period. */
export interface ReadingLimits extends Pick<ControlChart, 'kind' | 'center_line' | 'baseline_points' | 'onset'> {
  product_code: string
  metric: Watched
}

export interface VersionSpan {
  product_code: string
  product_version: string
  first_day: string
  last_day: string
  n: number
}

/** Agreement of one group of readings. */
export interface GroupAgreement {
  n: number
  agree: number
  agreement: Estimate
  sensitivity: Estimate
  specificity: Estimate
}

export interface Contrast {
  product_code: string
  product: Names
  finding_code: string | null
  finding: Names | null
  /** compliant or seen */
  first: GroupAgreement
  /** deviating or unseen */
  second: GroupAgreement
  unknown: GroupAgreement
  /** first − second of the agreement with its 95 % interval; null below the minimum count. */
  difference: number | null
  low: number | null
  high: number | null
}

export interface FindingCoverage {
  modality: string
  finding_code: string
  finding: Names
  reader_positives: number
  coverable: number
  covered: number
  covered_and_flagged: number
  coverable_share: Estimate
  covered_share: Estimate
  flagged_share: Estimate
}

export interface ProductRuns {
  product_code: string
  product: Names
  /** Exams sent to a version of the product. */
  runs: number
  failed: number
  timeout: number
  rejected_input: number
  failure_rate: Estimate
  opened: number
  open_rate: Estimate
}

export interface ConcordancePage extends PageBase {
  figures: Figures<ConcordanceMetric>
  network: NetworkBeside<ConcordanceMetric>
  products: ProductFinding[]
  step: 'week' | 'month'
  over_time: ConcordancePoint[]
  /** The days that the limits come from. */
  baseline: Period
  /** Of each product that was read in the period. */
  limits: ReadingLimits[]
  versions: VersionSpan[]
  /** Per product: scans that followed the protocol against scans that deviated. */
  compliant_against_deviating: Contrast[]
  /** Per product and finding: result seen before the report against not seen. */
  seen_against_unseen: Contrast[]
  /** Whole months that the period touches. */
  coverage_months: Period
  coverage: FindingCoverage[]
  runs: ProductRuns[]
  /** Every product of the catalogue, with what is proposed. */
  summaries: ProductSummary[]
  /** Compliant against deviating scans over all products; null where nothing was read on both. */
  robustness: Robustness | null
  chain: Chain
}
