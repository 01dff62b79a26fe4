import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { addDays, daysBetween } from '../filter/days.ts'
import { daysSince, sumCount } from '../db/functions.ts'
import type { Database, MartScannerDay } from '../schema.ts'
import { inBothPeriods } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { ExamsPerDay } from './throughput-types.ts'

interface DayRow {
  modality: string
  day: string
  /** Days since the beginning of the previous period. */
  place: number
  exams_performed: number
}

async function exams(db: Kysely<Database>, filters: Filters): Promise<DayRow[]> {
  // A scanner filter needs scanner days; center days are fewer and serve the rest.
  const byScanner = filters.scanner.length > 0
  const table = sql.table(byScanner ? 'mart.scanner_day' : 'mart.center_day')
  const scanner = byScanner ? { scanner: 'd.scanner_id' } : {}
  return db
    .selectFrom(sql<Pick<MartScannerDay, 'day' | 'modality' | 'exams_performed'>>`${table}`.as('d'))
    .select([
      'd.modality',
      'd.day',
      daysSince('d.day', filters.previous.from).as('place'),
      sumCount('d.exams_performed').as('exams_performed'),
    ])
    .where(inBothPeriods(filters, { day: 'd.day', center: 'd.center_code', modality: 'd.modality', ...scanner }))
    .groupBy(['d.modality', 'd.day'])
    .$castTo<DayRow>()
    .$call(asked('throughput.days'))
}

/** Every day of the period, also those without exams: a day on which nothing was done is 0, a fact. */
export async function examsPerDay(db: Kysely<Database>, filters: Filters): Promise<ExamsPerDay[]> {
  const rows = await exams(db, filters)
  const length = daysBetween(filters.from, filters.to)
  const modalities = [...new Set(rows.filter((r) => r.exams_performed > 0).map((r) => r.modality))].sort()
  return modalities.map((modality) => {
    const counts = new Array<number>(2 * length).fill(0)
    for (const row of rows) if (row.modality === modality) counts[row.place] = row.exams_performed
    const days = Array.from({ length }, (_, i) => ({
      day: addDays(filters.from, i),
      exams_performed: counts[length + i] ?? 0,
      previous_day: addDays(filters.previous.from, i),
      previous_exams_performed: counts[i] ?? 0,
    }))
    return { modality, days }
  })
}
