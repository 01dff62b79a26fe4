import type { CaseQuery, Said } from '../cases/case-types.ts'
import type { Day, Estimate, Paged, PageBase } from '../page/page-types.ts'
import type { DeviationKind, Severity } from './compliance-types.ts'

/** What has been done about a deviation; whatever nobody has touched is open. */
export const DEVIATION_STATES = ['open', 'accepted', 'training', 'fixed'] as const
export type DeviationState = (typeof DEVIATION_STATES)[number]

/** Why a deviation is accepted. */
export const DEVIATION_REASONS = [
  'patient',
  'clinical_question',
  'scanner_limit',
  'emergency',
  'book_outdated',
] as const
export type DeviationReason = (typeof DEVIATION_REASONS)[number]

/** What a deviation is known by, whichever snapshot is served; empty texts where it is of no step or parameter. */
export interface DeviationKey {
  center_code: string
  accession_no: string
  step: string
  parameter: string
}

/** What a person said of a deviation. */
export interface DeviationMark extends DeviationKey, Said<DeviationState, DeviationReason> {}

export interface AuditQuery extends CaseQuery<DeviationState> {
  protocol?: string
  step?: string
  parameter?: string
  /** The rate without exams that deviate only in what was accepted; only where it is asked for. */
  without_accepted: boolean
}

export interface AuditItem extends DeviationKey {
  day: Day
  scanner_id: string | null
  protocol_code: string
  kind: DeviationKind
  severity: Severity | null
  observed: string | null
  expected: string | null
  /** Days from the exam to the end of the period. */
  age_days: number
  state: DeviationState
  /** The newest that was said of it. */
  mark: DeviationMark | null
  /** What was said before, the newest first. */
  history: DeviationMark[]
}

export interface AuditPage extends PageBase {
  items: Paged<AuditItem>
  query: AuditQuery
  /** Deviations of the period by state, before the list is narrowed by it. */
  counts: Record<DeviationState, number>
  compliance_rate: Estimate
  /** Null unless asked for: the same exams, accepted deviations counted as none. */
  rate_without_accepted: Estimate | null
  /** What was said up to now; changes with every mark. */
  revision: number
  /** Whether who asks may set states. */
  may_mark: boolean
  /** Who may be named to deal with one. */
  people: string[]
}
