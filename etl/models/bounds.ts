import { one, type Db } from '../db.ts'

const FIRST = '0001-01-01'

/** A longer gap between two exams is idle time, not turnover. */
const TURNOVER_MINUTES = 20

/**
 * Constant bounds of what is dirty, for the models' `{{…}}`. The exact choice is made by joins with the dirty tables; the
 * bounds let DuckDB pass over the rest of a long history at the cost of one comparison.
 */
export async function dirtyBounds(db: Db): Promise<Record<string, string>> {
  const b = await one<Record<string, string>>(
    db,
    `WITH day AS (SELECT min(day) AS low, max(day) AS high FROM dirty_day),
     reading AS (SELECT min(day) AS low, max(day) AS high FROM dirty_reading_day),
     month AS (SELECT min(month) AS low, max(month) AS high FROM dirty_month),
     work_month AS (SELECT min(month) AS low, max(month) AS high FROM dirty_work_month)
     SELECT CAST(day.low AS VARCHAR) AS day_low, CAST(day.high AS VARCHAR) AS day_high,
       CAST(reading.low AS VARCHAR) AS reading_low, CAST(reading.high AS VARCHAR) AS reading_high,
       CAST(month_of(reading.low) AS VARCHAR) AS reading_month_low, CAST(last_day(reading.high) AS VARCHAR) AS reading_month_high,
       CAST(month.low AS VARCHAR) AS month_low, CAST(last_day(month.high) AS VARCHAR) AS month_high,
       CAST(work_month.low AS VARCHAR) AS work_month_low, CAST(last_day(work_month.high) AS VARCHAR) AS work_month_high,
       CASE WHEN day.low > DATE '0100-01-01' THEN CAST(day.low - 2 AS VARCHAR) ELSE '-infinity' END AS from_day,
       CASE WHEN day.high < DATE '9000-01-01' THEN CAST(day.high + 3 AS VARCHAR) ELSE 'infinity' END AS to_day
     FROM day, reading, month, work_month`,
  )
  const date = (name: string) => `DATE '${b[name] ?? FIRST}'`
  const between = (column: string, of: string) => `${column} BETWEEN ${date(`${of}_low`)} AND ${date(`${of}_high`)}`
  return {
    days: between('day', 'day'),
    reading_days: between('day', 'reading'),
    reading_months: between('day', 'reading_month'),
    months: between('day', 'month'),
    month_starts: between('month', 'month'),
    work_months: between('day', 'work_month'),
    work_month_starts: between('month', 'work_month'),
    service_dates: between('service_date', 'month'),
    // What an exam of a month is charged for is found within a month around.
    near_service_dates: `service_date BETWEEN ${date('month_low')} - 31 AND ${date('month_high')} + 31`,
    // A local day begins and ends within a day of UTC's.
    from: `CAST(DATE '${b.from_day}' AS TIMESTAMPTZ)`,
    to: `CAST(DATE '${b.to_day}' AS TIMESTAMPTZ)`,
    turnover_us: String(TURNOVER_MINUTES * 60_000_000),
  }
}

/**
 * Constant bounds of what a change of the network's last day, or of a center's newest update, can alter, for
 * `dirty/day_changed`: from when on exams and series run past the last day, what time is `beyond` all days, and between which times
 * bookings fell due.
 * Infinity where nothing can have been altered. Ten hours are the greatest lead of a local day over UTC.
 */
export async function changeBounds(db: Db): Promise<Record<string, string>> {
  const b = await one<Record<string, string | null>>(
    db,
    `WITH due AS (
       SELECT min(least(n.newest_updated_at, b.newest_updated_at)) - INTERVAL 25 HOUR AS low,
         max(greatest(n.newest_updated_at, b.newest_updated_at)) AS high
       FROM center_as_of n LEFT JOIN before_center b USING (center_code)
       WHERE n.newest_updated_at IS DISTINCT FROM b.newest_updated_at
     )
     SELECT CAST(CAST(least(b.last_day, n.last_day) AS TIMESTAMP) + INTERVAL 10 HOUR AS VARCHAR) AS late_from,
       CAST(CAST(greatest(b.last_day, n.last_day) AS TIMESTAMP) + INTERVAL 2 DAY AS VARCHAR) AS beyond,
       b.last_day IS DISTINCT FROM n.last_day AS moved, CAST(due.low AS VARCHAR) AS due_from, CAST(due.high AS VARCHAR) AS due_to
     FROM before_network b, network_bounds n, due`,
  )
  const instant = (text: string | null | undefined) => `TIMESTAMPTZ '${text ?? 'infinity'}'`
  return {
    late_from: instant(b.moved ? b.late_from && `${b.late_from}+00` : null),
    beyond: instant(b.beyond && `${b.beyond}+00`),
    turnover: `INTERVAL ${TURNOVER_MINUTES} MINUTE`,
    due_from: instant(b.due_from),
    due_to: instant(b.due_to),
  }
}
