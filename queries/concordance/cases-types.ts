import type { CaseMarks, CaseQuery, Said } from '../cases/case-types.ts'
import type { Counts } from '../statistics/two-by-two.ts'
import type { Day, Names, Paged, PageBase } from '../page/page-types.ts'

/** Outcome of a reading with the radiologist as reference. */
export const JUDGED_OUTCOMES = ['TP', 'FP', 'FN', 'TN'] as const
export type Outcome = (typeof JUDGED_OUTCOMES)[number]

/** AI and radiologist disagree: what the work list is about. */
export const DISCORDANT = ['FP', 'FN'] as const
export type Discordant = (typeof DISCORDANT)[number]

/**
 * What an adjudicator said; whatever nobody has judged is open. Who is right can be said where both answers are shown;
 * where the AI's is hidden, whether the finding is there.
 */
export const READING_STATES = [
  ...(['open', 'ai_right', 'reader_right', 'present', 'absent'] as const),
  ...(['undecided', 'not_comparable'] as const),
] as const
export type ReadingState = (typeof READING_STATES)[number]

/** States that tell who of two is right. */
export const NEEDS_ANSWER: readonly ReadingState[] = ['ai_right', 'reader_right']
/** What can be said of a reading whose answers are shown, and of one whose AI answer is hidden. */
export const SHOWN_STATES = ['open', 'ai_right', 'reader_right', 'undecided', 'not_comparable'] as const
export const BLIND_STATES = ['open', 'present', 'absent', 'undecided', 'not_comparable'] as const

/** What a reading is known by, whichever snapshot is served. */
export interface ReadingKey {
  center_code: string
  accession_no: string
  product_code: string
  finding_code: string
}

export interface ReadingMark extends ReadingKey, Said<ReadingState, never> {
  /** The outcome that who judged it was shown; null where it was hidden. */
  basis: Outcome | null
}

/** A reading that was drawn to be judged without the AI's answer. */
export interface Drawn extends ReadingKey {
  sample_id: number
  /** Order in which the sample is judged, which says nothing of the answer. */
  place: number
  /** Local days of the exams that it was drawn from, half-open. */
  from_day: Day
  to_day: Day
}

export interface ReadingMarks extends CaseMarks<ReadingMark> {
  drawn: Drawn[]
}

export interface CasesQuery extends CaseQuery<ReadingState> {
  product?: string
  finding?: string
  outcome?: Discordant
  blind_page?: number
}

export interface CaseReading extends ReadingKey {
  day: Day
  modality: string
  scanner_id: string | null
  product: Names
  finding: Names
}

/** A discordant reading with what was said of it. */
export interface DiscordantReading extends CaseReading {
  product_version: string
  outcome: Discordant
  score: number | null
  opened_before_report: boolean | null
  /** Days from the exam to the end of the period. */
  age_days: number
  state: ReadingState
  /** The newest that was said of it. */
  mark: ReadingMark | null
  /** What was said before, the newest first. */
  history: ReadingMark[]
}

/** A reading of the sample that nobody has judged: neither the AI's answer nor the radiologist's is in it. */
export interface BlindReading extends CaseReading {
  sample_id: number
  place: number
  mark: ReadingMark | null
}

/** Why an adjudicated figure is not shown. */
export type NotAdjudicated = 'no_readings' | 'outcome_not_judged' | 'few_judged' | 'few_missed'

export interface AdjudicatedRate {
  value: number | null
  low: number | null
  high: number | null
  refused: NotAdjudicated | null
}

/** A product and finding as adjudicators see it. */
export interface Adjudicated {
  product_code: string
  finding_code: string
  product: Names
  finding: Names
  /** Readings of the period by outcome. */
  readings: Counts
  /** Those of them that were judged, and those in which the finding is there. */
  judged: Counts
  present: Counts
  /** Judged without the AI's answer. */
  blind: number
  /** Verified false negatives: unflagged, judged, and there. */
  missed: number
  ppv: AdjudicatedRate
  miss_rate: AdjudicatedRate
  sensitivity: AdjudicatedRate
}

export interface CasesPage extends PageBase {
  items: Paged<DiscordantReading>
  blind: Paged<BlindReading>
  query: CasesQuery
  /** Discordant readings of the period by state, those that wait in the sample left out, before the list is narrowed by it. */
  counts: Record<ReadingState, number>
  adjudicated: Adjudicated[]
  /** What is in the period and can be drawn from. */
  products: (Names & { product_code: string })[]
  revision: number
  may_mark: boolean
  people: string[]
}
