import type { Names, PageBase, Period } from '../page/page-types.ts'

/** Why a reported finding was not flagged, from the furthest to the nearest. */
export const GAPS = ['no_product', 'not_live', 'no_result', 'not_flagged'] as const
export type Gap = (typeof GAPS)[number]

export interface CoverageCounts extends Record<Gap, number> {
  /** Findings that radiologists reported. */
  reported: number
  /** Of these: some product that was live at the center reads this finding in the modality. */
  could: number
  /** Of these: some product's reading flagged it. */
  flagged: number
}

export interface CoverageRow extends CoverageCounts {
  modality: string
  /** Null where the reference data does not know the finding. */
  body_part: string | null
  finding_code: string
  finding: Names
  /** Reported and not flagged. */
  gap: number
}

/** Exams with at least one reported finding. */
export interface FoundExams {
  modality: string
  exams: number
  /** Every finding of the report was flagged by some product. */
  all_flagged: number
  some_flagged: number
  share: number | null
  low: number | null
  high: number | null
}

export interface CoveragePage extends PageBase {
  /** Whole months that the period touches. */
  months: Period
  total: CoverageCounts
  /** The greatest gap first. */
  rows: CoverageRow[]
  exams: FoundExams[]
}
