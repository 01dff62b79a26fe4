import type { Day } from '../page/page-types.ts'

/** What people keep a state of, and what each is known by beside its exam, whichever snapshot is served. */
export const CASE_PARTS = {
  deviation: ['step', 'parameter'],
  reading: ['product_code', 'finding_code'],
} as const
export type CaseKind = keyof typeof CASE_PARTS

export const caseKeys = (kind: CaseKind) => ['center_code', 'accession_no', ...CASE_PARTS[kind]] as const

/** What a person said of a case. `at` is an instant in UTC. */
export interface Said<State extends string = string, Reason extends string = string> {
  state: State
  reason: Reason | null
  comment: string
  /** Whose work it is; null where nobody was named. */
  assigned_to: string | null
  due: Day | null
  user_name: string
  at: string
}

/** How a list of cases is narrowed, the same for every kind. */
export interface CaseQuery<State extends string> {
  state?: State
  /** Only what this person is to deal with. */
  person?: string
  /** Only what was due before the end of the period. */
  overdue: boolean
  /** Only those whose exam is at least so many days before the end of the period. */
  age?: number
  page?: number
}

/** Everything that was said of one kind of cases, the newest first, who may be named, and whether who asks may say something. */
export interface CaseMarks<Mark> {
  marks: Mark[]
  /** Rises with whatever is said. */
  revision: number
  may_mark: boolean
  people: string[]
}

export const NO_CASES = { marks: [], revision: 0, may_mark: false, people: [] }
