import { sql, type Kysely, type SqlBool } from 'kysely'
import { asked } from '../db/asked.ts'
import { countWhere, sumCount, sumMinutes } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { judgedInBoth } from '../compliance/scope.ts'
import { inScope, isCurrent } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'

export interface CenterCounts {
  center_code: string
  modality: string
  exams_performed: number
  unreported: number
  bookings_due: number
  no_shows_due: number
  stale_bookings: number
}

export async function centerCounts(db: Kysely<Database>, filters: Filters): Promise<CenterCounts[]> {
  return db
    .selectFrom('mart.center_day as d')
    .where(inScope(filters, { day: 'd.day', center: 'd.center_code', modality: 'd.modality' }))
    .select([
      'd.center_code',
      'd.modality',
      sumCount('d.exams_performed').as('exams_performed'),
      sumCount('d.unreported').as('unreported'),
      sumCount('d.bookings_due').as('bookings_due'),
      sumCount('d.no_shows_due').as('no_shows_due'),
      sumCount('d.stale_bookings').as('stale_bookings'),
    ])
    .groupBy(['d.center_code', 'd.modality'])
    .$castTo<CenterCounts>()
    .$call(asked('overview.center_counts'))
}

export interface CenterCompliance {
  center_code: string
  is_current: boolean
  n: number
  k: number
}

export async function centerCompliance(db: Kysely<Database>, filters: Filters): Promise<CenterCompliance[]> {
  return judgedInBoth(db, filters)
    .where('x.assessable', '=', true)
    .select([
      'x.center_code',
      isCurrent('x.day', filters).as('is_current'),
      sql<number>`count(*)`.as('n'),
      countWhere(sql<SqlBool>`x.compliant`).as('k'),
    ])
    .groupBy(['x.center_code', sql.ref('is_current')])
    .$castTo<CenterCompliance>()
    .$call(asked('overview.center_compliance'))
}

export interface ScannerDown {
  center_code: string
  scanner_id: string
  modality: string
  staffed_minutes: number
  down_minutes: number
}

/** Scanners that were down for at least an eighth of an hour a day would be noise: a tenth of staffed time is not. */
const DOWN_SHARE = 0.1

export async function scannersDown(db: Kysely<Database>, filters: Filters): Promise<ScannerDown[]> {
  const columns = { day: 's.day', center: 's.center_code', modality: 's.modality', scanner: 's.scanner_id' }
  return db
    .selectFrom('mart.scanner_day as s')
    .where(inScope(filters, columns))
    .select([
      's.center_code',
      's.scanner_id',
      's.modality',
      sumMinutes('s.staffed_minutes').as('staffed_minutes'),
      sumMinutes('s.down_minutes').as('down_minutes'),
    ])
    .groupBy(['s.center_code', 's.scanner_id', 's.modality'])
    .having(sql<SqlBool>`sum(s.down_minutes) > ${DOWN_SHARE} * sum(s.staffed_minutes) AND sum(s.staffed_minutes) > 0`)
    .orderBy('s.scanner_id')
    .$castTo<ScannerDown>()
    .$call(asked('overview.scanners_down'))
}
