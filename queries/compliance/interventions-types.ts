import type { Intervention as Declared } from '../schema.ts'
import type { Day, Names, PageBase, Period } from '../page/page-types.ts'

/** A change that the network declared. */
export interface DeclaredChange extends Names, Pick<Declared, 'scanner_id' | 'center_code' | 'kind'> {
  from_date: Day
  /** Last local day with it; null = open. */
  to_date: Day | null
}

export type ChangeOutcome =
  'exam_minutes' | 'scan_minutes' | 'dose_over_reference_rate' | 'repeat_rate' | 'exams_per_staffed_hour'

/** What becomes of exams under a protocol; `dlp_mgy_cm` is judged by its ratio, since no two protocols have one level. */
export type VersionOutcome =
  'compliance_rate' | 'exam_minutes' | 'scan_minutes' | 'dlp_mgy_cm' | 'repeat_rate' | 'agreement_rate'

export type Outcome = ChangeOutcome | VersionOutcome

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

/** What became of one figure, for the changed units of a modality and the others of it. Means over units. */
export interface Effect extends Difference {
  modality: string
  outcome: Outcome
  /** Units with the change, and without it: scanners, or scanners under a protocol. */
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
  /** Differences are shares of what was before, not the figure's own unit. */
  is_relative: boolean
  verdict: EffectVerdict
}

export type Part = 'earlier' | 'before' | 'after'

/** What a unit did in a part of the days around a change. Figures are null without a denominator. */
export type PartOf<Figure extends Outcome> = Record<Figure, number | null> & {
  scanner_id: string
  /** Where units are scanners under a protocol. */
  protocol_code?: string
  modality: string
  is_changed: boolean
  part: Part
  exams: number
}

export type ScannerPart = PartOf<ChangeOutcome> & { center_code: string }

export type VersionPart = PartOf<VersionOutcome> & { center_code: string; protocol_code: string }

/** A version of a protocol that took the place of another while there was data. */
export interface VersionChanged extends Names {
  protocol_code: string
  version: number
  modality: string
  from_date: Day
}

export interface InterventionsPage extends PageBase {
  /** The newest first. */
  declared: DeclaredChange[]
  /** The one that is looked at; null where none is declared. */
  chosen: (DeclaredChange & { spans: Record<Part, Period> }) | null
  effects: Effect[]
  /** Its scanners, part by part. */
  scanners: ScannerPart[]
  /** The newest first. */
  versions: VersionChanged[]
  /** The one that is looked at; null where none is named. */
  version: (VersionChanged & { spans: Record<Part, Period> }) | null
  /** Against the other protocols of the modality, on any scanner. */
  version_effects: Effect[]
  /** The scanners under the protocol, part by part. */
  version_scanners: VersionPart[]
}
