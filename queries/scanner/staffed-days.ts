import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import { dayNumber, daysOf, isoWeekday } from '../db/functions.ts'
import { oncePerSnapshot } from '../db/once.ts'
import { scope } from '../filter/scope.ts'
import type { Filters, Period } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { dateWindows, weeklyWindows, type Minutes } from './staffed-hours.ts'

/**
 * What the reference data says of each scanner's hours on each day, as `HoursOfDay` names it; the most particular entry of the
 * calendar counts, and the weekly hours in force.
 */
export const hoursOfDays = (
  period: Period,
  isAsked: RawBuilder<SqlBool>,
) => sql`SELECT s.scanner_id, s.center_code, d.day,
    coalesce(own.hours, site.hours, network.hours) AS calendar,
    CASE WHEN t.scanner_id IS NULL THEN s.staffed_hours ELSE t.staffed_hours END AS weekly,
    coalesce(d.day >= s.installed_on, true) AND coalesce(d.day <= least(s.retired_on, c.closed_on), true) AS in_service,
    ${isoWeekday('d.day')} AS iso_weekday
  FROM main.scanner AS s JOIN ${daysOf(period)} AS d ON true
  LEFT JOIN main.center AS c ON c.center_code = s.center_code
  LEFT JOIN main.calendar AS own ON own.scanner_id = s.scanner_id AND own.date = d.day
  LEFT JOIN main.calendar AS site ON site.scanner_id IS NULL AND site.center_code = s.center_code AND site.date = d.day
  LEFT JOIN main.calendar AS network ON network.scanner_id IS NULL AND network.center_code IS NULL AND network.date = d.day
  LEFT JOIN (SELECT scanner_id, staffed_hours, effective_from,
      lead(effective_from) OVER (PARTITION BY scanner_id ORDER BY effective_from) AS ended_on FROM main.staffing) AS t
    ON t.scanner_id = s.scanner_id AND d.day >= t.effective_from AND (t.ended_on IS NULL OR d.day < t.ended_on)
  WHERE ${isAsked}`

/** Hours of the reference data, word for word, each weekday with its windows. */
export interface HoursInWords {
  hours: string
  iso_weekday: number
  windows: Minutes[]
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]

/** All hours that the reference data names, of weeks and of single dates, as windows of each weekday. */
export const hoursInWords = (db: Kysely<Database>): Promise<HoursInWords[]> =>
  oncePerSnapshot(db, 'hours in words', async () => {
    const weekly = sql<{
      hours: string
    }>`SELECT staffed_hours AS hours FROM main.scanner WHERE staffed_hours IS NOT NULL
      UNION SELECT staffed_hours FROM main.staffing WHERE staffed_hours IS NOT NULL ORDER BY hours`
    const dates = sql<{
      hours: string
    }>`SELECT DISTINCT hours FROM main.calendar WHERE hours IS NOT NULL ORDER BY hours`
    const [weeks, days] = await Promise.all([weekly.execute(db), dates.execute(db)])
    return [
      ...weeks.rows.flatMap(({ hours }) =>
        WEEKDAYS.map((iso_weekday) => ({ hours, iso_weekday, windows: weeklyWindows(hours, iso_weekday) })),
      ),
      ...days.rows.flatMap(({ hours }) =>
        WEEKDAYS.map((iso_weekday) => ({ hours, iso_weekday, windows: dateWindows(hours) })),
      ),
    ]
  })

const US = 60_000_000

interface StaffedDays {
  /**
   * A row for each scanner and day whose hours and those of all days before are known: `day_no`, `before_us` (staffed
   * microseconds of the days before) and the day's windows in microseconds after midnight, 0 and 0 where there are fewer.
   */
  table: RawBuilder<unknown>
  /** Columns of the windows, in their order. */
  windows: { from: string; to: string }[]
}

const lits = (numbers: number[]) => sql.join(numbers.map((n) => sql.lit(n)))

/** Which hours are which windows. */
function windowTable(words: HoursInWords[], columns: StaffedDays['windows']): RawBuilder<unknown> {
  const rows = words.map(({ hours, iso_weekday, windows }) => {
    const bounds = columns.flatMap((_, i) => [(windows[i]?.from ?? 0) * US, (windows[i]?.to ?? 0) * US])
    return sql`(${hours}, ${lits([iso_weekday, ...bounds])})`
  })
  const none = sql`(CAST(NULL AS VARCHAR), ${lits([0, ...columns.flatMap(() => [0, 0])])})`
  const names = columns.flatMap(({ from, to }) => [from, to]).join(', ')
  return sql`(VALUES ${sql.join([none, ...rows])}) AS w(hours, iso_weekday, ${sql.raw(names)})`
}

/** The staffed days of the scanners of the filter, in a period of its own. */
export async function staffedDays(db: Kysely<Database>, period: Period, filters: Filters): Promise<StaffedDays> {
  const words = await hoursInWords(db)
  const most = Math.max(1, ...words.map(({ windows }) => windows.length))
  const windows = Array.from({ length: most }, (_, i) => ({ from: `from_${i + 1}`, to: `to_${i + 1}` }))
  const bounds = windows.flatMap(({ from, to }) => [from, to])
  const length = sql.raw(windows.map(({ from, to }) => `w.${to} - w.${from}`).join(' + '))
  const past = sql`(PARTITION BY scanner_id ORDER BY day_no)`
  const table = sql`SELECT scanner_id, day_no, sum(length_us) OVER ${past} - length_us AS before_us, ${sql.raw(bounds.join(', '))}
    FROM (SELECT h.scanner_id, ${dayNumber('h.day')} AS day_no, ${sql.raw(bounds.map((b) => `coalesce(w.${b}, 0) AS ${b}`).join(', '))},
        CASE WHEN NOT h.in_service THEN 0 ELSE ${length} END AS length_us
      FROM (${hoursOfDays(period, scope(filters, { center: 's.center_code', scanner: 's.scanner_id' }))}) AS h
      LEFT JOIN ${windowTable(words, windows)} ON h.in_service AND w.hours = coalesce(h.calendar, h.weekly)
        AND w.iso_weekday = h.iso_weekday) AS d
    QUALIFY count(*) OVER ${past} = count(length_us) OVER ${past}`
  return { table, windows }
}
