import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { countWhere, sumCount } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { inBothPeriods, isCurrent } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'

export interface Counts {
  exams_performed: number
  exams_scheduled: number
  no_shows: number
  cancellations: number
  repeats: number
  unreported: number
  out_of_hours_exams: number
  bookings_due: number
  no_shows_due: number
  stale_bookings: number
}

export type CountsRow = Counts & { modality: string; is_current: boolean }

export const countColumns = () =>
  [
    sumCount('d.exams_performed').as('exams_performed'),
    sumCount('d.exams_scheduled').as('exams_scheduled'),
    sumCount('d.no_shows').as('no_shows'),
    sumCount('d.cancellations').as('cancellations'),
    sumCount('d.repeats').as('repeats'),
    sumCount('d.unreported').as('unreported'),
    sumCount('d.out_of_hours_exams').as('out_of_hours_exams'),
    sumCount('d.bookings_due').as('bookings_due'),
    sumCount('d.no_shows_due').as('no_shows_due'),
    sumCount('d.stale_bookings').as('stale_bookings'),
  ] as const

/** Center days know no scanner, so a scanner filter counts exams; what exams cannot say is 0 here and not shown. */
export const examCountColumns = () => {
  const zero = sql<number>`0`
  return [
    sql<number>`count(*)`.as('exams_performed'),
    countWhere(sql`e.repeat_of IS NOT NULL`).as('repeats'),
    countWhere(sql`e.reported_at IS NULL`).as('unreported'),
    zero.as('exams_scheduled'),
    zero.as('no_shows'),
    zero.as('cancellations'),
    zero.as('out_of_hours_exams'),
    zero.as('bookings_due'),
    zero.as('no_shows_due'),
    zero.as('stale_bookings'),
  ] as const
}

export const EXAM_COLUMNS = { day: 'e.day', center: 'e.center_code', modality: 'e.modality', scanner: 'e.scanner_id' }

async function countsByScanner(db: Kysely<Database>, filters: Filters): Promise<CountsRow[]> {
  return db
    .selectFrom('exam as e')
    .select(['e.modality', isCurrent('e.day', filters).as('is_current'), ...examCountColumns()])
    .where(inBothPeriods(filters, EXAM_COLUMNS))
    .where('e.performed', '=', true)
    .groupBy(['e.modality', sql.ref('is_current')])
    .$castTo<CountsRow>()
    .$call(asked('throughput.counts'))
}

export async function countsByModality(db: Kysely<Database>, filters: Filters): Promise<CountsRow[]> {
  if (filters.scanner.length > 0) return countsByScanner(db, filters)
  return db
    .selectFrom('mart.center_day as d')
    .select(['d.modality', isCurrent('d.day', filters).as('is_current'), ...countColumns()])
    .where(inBothPeriods(filters, { day: 'd.day', center: 'd.center_code', modality: 'd.modality' }))
    .groupBy(['d.modality', sql.ref('is_current')])
    .$castTo<CountsRow>()
    .$call(asked('throughput.counts'))
}
