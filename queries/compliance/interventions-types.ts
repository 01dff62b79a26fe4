import type { Intervention as Declared } from '../schema.ts'
import type { Day, Names, PageBase, Period } from '../page/page-types.ts'

/** A change that the network declared. */
export interface DeclaredChange extends Names, Pick<Declared, 'scanner_id' | 'center_code' | 'kind'> {
  from_date: Day
  /** Last local day with it; null = open. */
  to_date: Day | null
}

export type Outcome =
  'exam_minutes' | 'scan_minutes' | 'dose_over_reference_rate' | 'repeat_rate' | 'exams_per_staffed_hour'

/**
 * `effect`: the interval leaves out 0, and that of the placebo date does not. `none`: it holds 0. `not_alike`: the placebo
 * shows an effect where there can be none, so the scanners moved apart before the change. `not_judged`: too few others.
 */
export type EffectVerdict = 'effect' | 'none' | 'not_alike' | 'not_judged'

interface Difference {
  difference: number | null
  low: number | null
  high: number | null
}

/** What became of one figure, for the changed scanners of a modality and the others of it. Means over scanners. */
export interface Effect extends Difference {
  modality: string
  outcome: Outcome
  scanners: number
  others: number
  /** Exams of the changed scanners, before and after together. */
  exams: number
  before: number
  after: number
  others_before: number
  others_after: number
  /** The same between the weeks before and those before them, as if the change had come so much earlier. */
  placebo: Difference
  verdict: EffectVerdict
}

export type Part = 'earlier' | 'before' | 'after'

/** What a scanner did in a part of the days around the change. Null without a denominator. */
export interface ScannerPart extends Record<Outcome, number | null> {
  scanner_id: string
  center_code: string
  modality: string
  is_changed: boolean
  part: Part
  exams: number
}

export interface InterventionsPage extends PageBase {
  /** The newest first. */
  declared: DeclaredChange[]
  /** The one that is looked at; null where none is declared. */
  chosen: (DeclaredChange & { spans: Record<Part, Period> }) | null
  effects: Effect[]
  /** Its scanners, part by part. */
  scanners: ScannerPart[]
}
