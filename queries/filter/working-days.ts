import { sql, type Kysely } from 'kysely'
import { holidaysThatDiffer, weekendDays } from '../calendar.ts'
import type { Comparison, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { comparePerWorkingDay, type CenterCount } from '../statistics/working-days.ts'
import { inBothPeriods, isCurrent } from './scope.ts'

/** Periods of the same week-ends and holidays need no other comparison than that of their counts. */
function isUneven({ from, to, previous }: Filters): boolean {
  return weekendDays({ from, to }) !== weekendDays(previous) || holidaysThatDiffer({ from, to }, previous).length > 0
}

interface Row {
  center_code: string
  is_current: boolean
  exams: number
  /** Days with staffed hours; 0 where they are unknown. */
  staffed_days: number
  days_with_exams: number
}

async function ask(db: Kysely<Database>, filters: Filters): Promise<Row[]> {
  const columns = { day: 'day', center: 'center_code', modality: 'modality' }
  const side = sql`center_code, ${isCurrent('day', filters)} AS is_current`
  const { rows } = await sql<Row>`WITH exam AS (
      SELECT ${side}, CAST(sum(exams_performed) AS BIGINT) AS exams,
        count(DISTINCT CASE WHEN exams_performed > 0 THEN day END) AS days_with_exams
      FROM mart.center_day WHERE ${inBothPeriods(filters, columns)} GROUP BY 1, 2),
    staffed AS (
      SELECT ${side}, count(DISTINCT CASE WHEN staffed_minutes > 0 THEN day END) AS staffed_days
      FROM mart.scanner_day WHERE ${inBothPeriods(filters, columns)} GROUP BY 1, 2)
    SELECT e.*, coalesce(s.staffed_days, 0) AS staffed_days FROM exam AS e
    LEFT JOIN staffed AS s ON s.center_code = e.center_code AND s.is_current = e.is_current
    ORDER BY e.center_code`.execute(db)
  return rows
}

/**
 * Exams per working day of each center's own calendar, where week-ends or holidays differ: days with staffed hours, or
 * where they are not known in both periods, with exams. Null where the periods hold the same days, where a filter names
 * scanners (bookings and days know none), and where nothing is compared.
 */
export async function workingDays(db: Kysely<Database>, filters: Filters): Promise<Comparison['working_days']> {
  const isCompared = filters.previous_data === 'complete' && filters.scanner.length === 0
  if (!isCompared || !isUneven(filters)) return null
  const begun = filters.comparison.left_out.filter(({ feeds }) => feeds.includes('exams'))
  const rows = (await ask(db, filters)).filter((row) =>
    begun.every(({ center_code }) => center_code !== row.center_code),
  )
  const unknown = new Set(rows.filter((row) => row.staffed_days === 0).map((row) => row.center_code))
  const sideOf = (is_current: boolean): CenterCount[] =>
    rows
      .filter((row) => row.is_current === is_current)
      .map((row) => ({
        center_code: row.center_code,
        count: row.exams,
        working_days: unknown.has(row.center_code) ? row.days_with_exams : row.staffed_days,
      }))
  const compared = comparePerWorkingDay(sideOf(true), sideOf(false))
  return compared.change_share === null ? null : compared
}
