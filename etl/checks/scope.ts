import { one, type Db } from '../db.ts'
import { macroSql } from '../models/macros.ts'
import { martTables } from '../schema/mart.ts'
import { statisticsSql } from './statistics.ts'

/** Days before the newest whose staffing and volume are looked at: the twelve weeks of a weekday, and a week to judge. */
const DAYS_KEPT = 98

/** What the views over recent facts are cut by. */
const RECENT = {
  recent_exam: { table: 'main.exam', column: 'day' },
  recent_charge: { table: 'main.charge', column: 'service_date' },
  recent_result: { table: 'main.ai_result', column: 'updated_at' },
  recent_reading: { table: 'mart.ai_reading', column: 'day' },
}

/** How far back those views go: the longest window of a check, and a month more for days of grace that are set. */
const RECENT_DAYS = 128

interface ScopeOfRun {
  now: Date
  timeZone: string
  runId: string | undefined
}

/**
 * What every check reads, as TEMP tables. All of it is cut to the last days or to what this run built, so that a night
 * costs the same however long history is.
 *
 * - `check_now` (one row): `run_id`, `today` = local date of the run, `newest_day` = the day up to which the network has sent.
 * - `check_day`, `check_month`: center days and months that the marts were built for in this run.
 * - `check_open_day`: center and day with staffed hours; by Monday to Friday where hours are unknown.
 * - `check_series`: acquisitions of the last week.
 * - `recent_exam`, `recent_charge`, `recent_result`, `recent_reading` (views): the facts and readings of `RECENT_DAYS`. Their bound
 *   is a constant, so that DuckDB passes over the rest of history; a check's own window is within it.
 * - `built_<mart>` (views): the rows of a mart that this run built; after a first load or a rebuild all.
 */
export async function makeScope(db: Db, run: ScopeOfRun): Promise<void> {
  for (const sql of [...macroSql, ...statisticsSql]) await db.run(sql)
  await db.run(`CREATE OR REPLACE TEMP TABLE check_now AS ${nowSql(run)}`)
  await db.run(
    'CREATE OR REPLACE TEMP TABLE check_day AS SELECT * FROM dirty_day UNION SELECT * FROM dirty_reading_day',
  )
  await db.run('CREATE OR REPLACE TEMP TABLE check_month AS SELECT * FROM dirty_month')
  await db.run(`CREATE OR REPLACE TEMP TABLE check_open_day AS ${openDaySql}`)
  const { newest } = await one<{ newest: string | null }>(db, 'SELECT newest_day::VARCHAR AS newest FROM check_now')
  const daysBefore = (n: number) => (newest === null ? 'NULL::DATE' : `DATE '${newest}' - ${n}`)
  for (const [view, { table, column }] of Object.entries(RECENT))
    await db.run(
      `CREATE OR REPLACE TEMP VIEW ${view} AS SELECT * FROM ${table} WHERE ${column} >= ${daysBefore(RECENT_DAYS)}`,
    )
  const { is_all } = await one<{ is_all: boolean }>(db, 'SELECT is_all FROM dirty_scope')
  for (const { name } of martTables) {
    const unit = name.endsWith('_month') ? 'month' : 'day'
    const built = is_all ? '' : `SEMI JOIN check_${unit} USING (center_code, ${unit})`
    await db.run(`CREATE OR REPLACE TEMP VIEW built_${name} AS FROM mart.${name} ${built}`)
  }
  await db.run(`CREATE OR REPLACE TEMP TABLE check_series AS
    SELECT center_code, scanner_id, accession_no, started_at, ended_at, ctdi_vol, dlp
    FROM main.acquisition WHERE started_at >= ${daysBefore(8)} AND started_at < ${daysBefore(-2)}`)
  for (const table of ['source_file', 'reject']) {
    const name = `run_${table.replace('source_', '')}`
    await db.run(`CREATE TEMP TABLE IF NOT EXISTS ${name} AS SELECT * FROM ops.${table} LIMIT 0`)
  }
  await db.run('CREATE TEMP TABLE IF NOT EXISTS run_contradiction (file_id VARCHAR, n BIGINT)')
}

export async function dropScope(db: Db): Promise<void> {
  const views = [...Object.keys(RECENT), ...martTables.map(({ name }) => `built_${name}`)]
  for (const view of views) await db.run(`DROP VIEW ${view}`)
  for (const name of ['now', 'day', 'month', 'open_day', 'series']) await db.run(`DROP TABLE check_${name}`)
}

/**
 * The newest day is the last that is not in the future and on which at least a tenth as many exams were performed as on the median
 * of the days before: one garbage date, or the first center to send, does not make all others late.
 */
function nowSql({ now, timeZone, runId }: ScopeOfRun): string {
  return `WITH today AS (SELECT CAST(timezone('${timeZone}', TIMESTAMPTZ '${now.toISOString()}') AS DATE) AS today),
    recent AS (
      SELECT day, sum(exams_performed) AS n FROM mart.center_day, today WHERE day <= today GROUP BY day HAVING n > 0
      ORDER BY day DESC LIMIT ${DAYS_KEPT}
    )
    SELECT ${runId === undefined ? 'NULL' : `'${runId}'`}::VARCHAR AS run_id, today, (SELECT max(day) FROM recent WHERE n >= 0.1 * (SELECT median(n) FROM recent)) AS newest_day FROM today`
}

const openDaySql = `WITH days AS (
    SELECT CAST(unnest(generate_series(CAST(newest_day AS TIMESTAMP) - INTERVAL ${DAYS_KEPT} DAY, CAST(newest_day AS TIMESTAMP), INTERVAL 1 DAY)) AS DATE) AS day
    FROM check_now
  ),
  closed AS (SELECT center_code, date AS day FROM main.calendar WHERE scanner_id IS NULL AND hours = 'closed'),
  unknown_hours AS (
    SELECT DISTINCT c.center_code, d.day FROM main.scanner c, days d
    WHERE c.staffed_hours IS NULL AND isodow(d.day) <= 5 AND NOT EXISTS (FROM main.staffing s WHERE s.scanner_id = c.scanner_id)
      AND d.day >= coalesce(c.installed_on, d.day) AND d.day <= coalesce(c.retired_on, d.day)
      AND NOT EXISTS (FROM closed x WHERE x.day = d.day AND coalesce(x.center_code, c.center_code) = c.center_code)
  ),
  open AS (
    SELECT center_code, day FROM mart.scanner_day SEMI JOIN days USING (day) WHERE staffed_minutes > 0
    UNION SELECT center_code, day FROM unknown_hours
  )
  -- An exception from the weekly hours is no ordinary weekday, whichever way it goes.
  SELECT o.center_code, o.day, EXISTS (FROM main.calendar x WHERE x.date = o.day AND x.scanner_id IS NULL
    AND coalesce(x.center_code, o.center_code) = o.center_code) AS is_exception
  FROM open o JOIN main.center c USING (center_code)
  WHERE o.day BETWEEN coalesce(c.opened_on, o.day) AND coalesce(c.closed_on, o.day)`
