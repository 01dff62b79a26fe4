import { sql, type Kysely, type SqlBool } from 'kysely'
import { countWhere, elapsedMinutes, quantile } from '../../db/functions.ts'
import type { Database } from '../../schema.ts'
import { inBothPeriods, isCurrent } from '../shared/scope.ts'
import type { Filters } from '../types/common.ts'
import { EXAM_COLUMNS } from './counts.ts'

/** Quantiles over the exams of a period, minutes, each with the exams behind it; null without any. */
export interface Minutes {
  waits: number
  wait_minutes_median: number | null
  wait_minutes_p90: number | null
  turnarounds: number
  turnaround_minutes_median: number | null
  turnaround_minutes_p90: number | null
  exam_times: number
  exam_minutes_median: number | null
}

export type MinutesRow = Minutes & { modality: string; is_current: boolean }

// The difference is null where either time is, and quantiles leave nulls out.
const wait = () => elapsedMinutes('e.arrived_at', 'e.started_at')
const turnaround = () => elapsedMinutes('e.completed_at', 'e.reported_at')
const examTime = () => elapsedMinutes('e.started_at', 'e.completed_at')
const known = (value: ReturnType<typeof wait>) => countWhere(sql<SqlBool>`${value} IS NOT NULL`)

export const minuteColumns = () =>
  [
    known(wait()).as('waits'),
    quantile(wait(), 0.5).as('wait_minutes_median'),
    quantile(wait(), 0.9).as('wait_minutes_p90'),
    known(turnaround()).as('turnarounds'),
    quantile(turnaround(), 0.5).as('turnaround_minutes_median'),
    quantile(turnaround(), 0.9).as('turnaround_minutes_p90'),
    known(examTime()).as('exam_times'),
    quantile(examTime(), 0.5).as('exam_minutes_median'),
  ] as const

/** A period's median is taken over its exams, never over daily medians. */
export async function minutesByModality(db: Kysely<Database>, filters: Filters): Promise<MinutesRow[]> {
  return db
    .selectFrom('exam as e')
    .select(['e.modality', isCurrent('e.day', filters).as('is_current'), ...minuteColumns()])
    .where(inBothPeriods(filters, EXAM_COLUMNS))
    .where('e.performed', '=', true)
    .groupBy(['e.modality', sql.ref('is_current')])
    .$castTo<MinutesRow>()
    .execute()
}
