import type { Day, PageBase } from '../page/page-types.ts'

export type NameKind = 'step' | 'protocol' | 'procedure' | 'finding' | 'product'

/** A name in the feeds that the reference data does not know. */
export interface UnknownName {
  kind: NameKind
  center_code: string
  name: string
  /** Exams of the period with it. */
  exams: number
  /** First local day with it in all the data. */
  first_day: Day
  /**
   * Exams of the period that a mapping would bring into figures: of a step, those that miss a required step beside it; of a
   * protocol, those that could not be judged; of other codes, all.
   */
  gain: number
  /** The book's step that these exams miss most often; null for other kinds and where less than half of them miss one. */
  suggestion: string | null
}

export interface MappingPage extends PageBase {
  /** The greatest gain first, then by exams. */
  names: UnknownName[]
}
