import { insertObjects, rows, type Db } from '../db.ts'
import { parseDayHours, parseStaffedHours, type Window } from '../reference/hours.ts'

const MINUTES = { start_minute: 'INTEGER', end_minute: 'INTEGER' }

/** TEMP tables `weekly_window` and `date_window`: the windows that each text of hours in the warehouse means. */
export async function buildWindows(db: Db): Promise<void> {
  await db.run(
    'CREATE OR REPLACE TEMP TABLE weekly_window (hours VARCHAR, weekday INTEGER, start_minute INTEGER, end_minute INTEGER)',
  )
  await db.run('CREATE OR REPLACE TEMP TABLE date_window (hours VARCHAR, start_minute INTEGER, end_minute INTEGER)')
  const weekly = await texts(
    db,
    'SELECT staffed_hours AS hours FROM main.scanner UNION SELECT staffed_hours FROM main.staffing',
  )
  await insertObjects(
    db,
    'weekly_window',
    { hours: 'VARCHAR', weekday: 'INTEGER', ...MINUTES },
    expand(weekly, parseStaffedHours),
  )
  const dates = await texts(db, 'SELECT DISTINCT hours FROM main.calendar')
  await insertObjects(db, 'date_window', { hours: 'VARCHAR', ...MINUTES }, expand(dates, parseDayHours))
}

async function texts(db: Db, sql: string): Promise<string[]> {
  const found = await rows<{ hours: string | null }>(db, sql)
  return found.flatMap((row) => row.hours ?? [])
}

function expand<W extends Window>(hours: string[], parse: (text: string) => W[] | null): object[] {
  return hours.flatMap((text) =>
    (parse(text) ?? []).map(({ startMinute, endMinute, ...rest }) => ({
      hours: text,
      ...rest,
      start_minute: startMinute,
      end_minute: endMinute,
    })),
  )
}
