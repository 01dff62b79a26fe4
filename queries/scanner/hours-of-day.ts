import { sql, type Kysely, type SqlBool } from 'kysely'
import { localInstant } from '../db/functions.ts'
import { addDays } from '../filter/days.ts'
import type { Database } from '../schema.ts'
import type { ScannerInfo } from './scanner-types.ts'
import { hoursOfDays } from './staffed-days.ts'
import { windowsOn, type HoursOfDay, type Minutes } from './staffed-hours.ts'

/** What the reference data says of the scanner's hours on a day; the most particular entry counts. */
async function hoursOfDay(db: Kysely<Database>, { scanner_id }: ScannerInfo, day: string): Promise<HoursOfDay> {
  const days = hoursOfDays({ from: day, to: addDays(day, 1) }, sql<SqlBool>`s.scanner_id = ${scanner_id}`)
  const { rows } = await sql<HoursOfDay>`SELECT calendar, weekly, in_service, iso_weekday FROM (${days}) AS h`.execute(
    db,
  )
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
