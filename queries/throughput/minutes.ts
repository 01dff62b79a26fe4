import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { countElapsed, elapsedMinutesQuantiles } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { inBothPeriods, isCurrent } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
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

interface Measured {
  waits: number
  wait: [number, number] | null
  turnarounds: number
  turnaround: [number, number] | null
  exam_times?: number
  exam_time?: [number] | null
}

/** What the table by center shows; a third quantile over every exam would be asked for nothing. */
export const waitAndTurnaround = () =>
  [
    countElapsed('e.arrived_at', 'e.started_at').as('waits'),
    elapsedMinutesQuantiles('e.arrived_at', 'e.started_at', [0.5, 0.9]).as('wait'),
    countElapsed('e.completed_at', 'e.reported_at').as('turnarounds'),
    elapsedMinutesQuantiles('e.completed_at', 'e.reported_at', [0.5, 0.9]).as('turnaround'),
  ] as const

const minuteColumns = () =>
  [
    ...waitAndTurnaround(),
    countElapsed('e.started_at', 'e.completed_at').as('exam_times'),
    elapsedMinutesQuantiles('e.started_at', 'e.completed_at', [0.5]).as('exam_time'),
  ] as const

export function minutesOf<Key extends object>({ wait, turnaround, exam_time, exam_times, ...row }: Key & Measured) {
  return {
    ...row,
    exam_times: exam_times ?? 0,
    wait_minutes_median: wait?.[0] ?? null,
    wait_minutes_p90: wait?.[1] ?? null,
    turnaround_minutes_median: turnaround?.[0] ?? null,
    turnaround_minutes_p90: turnaround?.[1] ?? null,
    exam_minutes_median: exam_time?.[0] ?? null,
  }
}

export type MeasuredBy<Key extends object> = Key & Measured

/** A period's median is taken over its exams, never over daily medians. */
export async function minutesByModality(db: Kysely<Database>, filters: Filters): Promise<MinutesRow[]> {
  const rows = await db
    .selectFrom('exam as e')
    .select(['e.modality', isCurrent('e.day', filters).as('is_current'), ...minuteColumns()])
    .where(inBothPeriods(filters, EXAM_COLUMNS))
    .where('e.performed', '=', true)
    .groupBy(['e.modality', sql.ref('is_current')])
    .$castTo<MeasuredBy<{ modality: string; is_current: boolean }>>()
    .$call(asked('throughput.minutes'))
  return rows.map((row) => minutesOf(row))
}
