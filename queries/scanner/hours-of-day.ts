import { sql, type Kysely } from 'kysely'
import { isoWeekday, localDay, localInstant } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import type { ScannerInfo } from './scanner-types.ts'
import { windowsOn, type HoursOfDay, type Minutes } from './staffed-hours.ts'

/** What the reference data says of the scanner's hours on a day; the most particular entry counts. */
async function hoursOfDay(db: Kysely<Database>, { scanner_id, center_code }: ScannerInfo, day: string) {
  const { rows } = await sql<HoursOfDay>`SELECT
    (SELECT hours FROM main.calendar WHERE date = ${localDay(day)} AND (scanner_id = ${scanner_id}
        OR (scanner_id IS NULL AND (center_code = ${center_code} OR center_code IS NULL)))
      ORDER BY scanner_id NULLS LAST, center_code NULLS LAST LIMIT 1) AS calendar,
    CASE WHEN EXISTS (SELECT 1 FROM main.staffing WHERE scanner_id = s.scanner_id AND effective_from <= ${localDay(day)})
      THEN (SELECT staffed_hours FROM main.staffing WHERE scanner_id = s.scanner_id AND effective_from <= ${localDay(day)}
        ORDER BY effective_from DESC LIMIT 1) ELSE s.staffed_hours END AS weekly,
    coalesce(${localDay(day)} >= s.installed_on, true)
      AND coalesce(${localDay(day)} <= least(s.retired_on, c.closed_on), true) AS in_service,
    ${isoWeekday('d.day')} AS iso_weekday
    FROM main.scanner s JOIN (SELECT ${localDay(day)} AS day) d ON true
    LEFT JOIN main.center c ON c.center_code = s.center_code WHERE s.scanner_id = ${scanner_id}`.execute(db)
  return rows[0]!
}

/** The day's first instant, that of the next day, and the staffed windows between them; null where hours are unknown. */
export async function windowsOfDay(db: Kysely<Database>, scanner: ScannerInfo, day: string) {
  const windows = windowsOn(await hoursOfDay(db, scanner, day))
  const all: Minutes[] = [{ from: 0, to: 1440 }, ...(windows ?? [])]
  const rows = all.map(
    (
      { from, to },
      place,
    ) => sql`SELECT ${sql.lit(place)} AS place, ${localInstant(day, from, scanner.time_zone)} AS started_at,
      ${localInstant(day, to, scanner.time_zone)} AS ended_at`,
  )
  const { rows: instants } = await sql<{ started_at: string; ended_at: string }>`SELECT started_at, ended_at
    FROM (${sql.join(rows, sql` UNION ALL `)}) w ORDER BY place`.execute(db)
  const [bounds, ...staffed] = instants
  return { starts_at: bounds!.started_at, ends_at: bounds!.ended_at, windows: windows && staffed }
}
