import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { elapsedUs, latestBefore, localDateOf } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import { centerNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { FaultRow, ReliabilityRow } from './downtime-types.ts'

/** A stop is laid to a fault that came at most so long before it. */
const FOLLOWS_MINUTES = 10
/** Fewer stops than this have no mean. */
const FEWEST_STOPS = 3

const SCANNER = { day: 'day', center: 'center_code', modality: 'modality', scanner: 'scanner_id' }

/** Stretches in state down with the center's local day on which they began; one that is open lasts up to the center's newest state. */
const STOPS = sql`stop AS (
  SELECT d.scanner_id, d.center_code, s.modality, d.started_at, d.ended_at IS NOT NULL AS is_over,
    coalesce(d.ended_at, n.at) AS ended_at, ${localDateOf('d.started_at', 'c.time_zone')} AS day
  FROM main.scanner_state d JOIN main.scanner s ON s.scanner_id = d.scanner_id
  JOIN main.center c ON c.center_code = d.center_code
  LEFT JOIN (SELECT center_code, max(started_at) AS at FROM main.scanner_state WHERE center_code IN
      (SELECT center_code FROM main.scanner_state WHERE state = 'down' AND ended_at IS NULL) GROUP BY center_code) n
    ON n.center_code = d.center_code
  WHERE d.state = 'down')`

/** Faults by code and severity, those that stop the scanner longest first. */
export function faultStops(db: Kysely<Database>, filters: Filters): Promise<FaultRow[]> {
  const fault = { day: 'f.day', center: 'f.center_code', modality: 's.modality', scanner: 'f.scanner_id' }
  return askedSql(
    db,
    'throughput.fault_stops',
    sql<FaultRow>`WITH ${STOPS},
      fault AS (SELECT f.scanner_id, f.event_id, f.at, f.code, f.severity FROM main.scanner_fault f
        JOIN main.scanner s ON s.scanner_id = f.scanner_id WHERE ${inScope(filters, fault)}),
      caused AS (SELECT f.event_id, f.scanner_id, d.started_at, d.ended_at FROM stop d
        ${latestBefore(sql`fault`, sql`f`)} ON f.scanner_id = d.scanner_id AND d.started_at >= f.at
        WHERE ${elapsedUs('f.at', 'd.started_at')} <= ${sql.lit(FOLLOWS_MINUTES * 60e6)}),
      booked AS (SELECT c.event_id, count(*) AS exams FROM caused c JOIN main.exam e
        ON coalesce(e.scheduled_scanner_id, e.scanner_id) = c.scanner_id
          AND e.scheduled_at >= c.started_at AND e.scheduled_at < c.ended_at
        WHERE e.scheduled_at >= (SELECT min(started_at) FROM caused) GROUP BY c.event_id),
      each_fault AS (SELECT event_id, count(*) AS stops, sum(${elapsedUs('started_at', 'ended_at')}) / 60e6 AS stop_minutes
        FROM caused GROUP BY event_id)
      SELECT f.code, f.severity, count(*) AS events, count(DISTINCT f.scanner_id) AS scanners,
        coalesce(sum(x.stops), 0) AS stops, coalesce(sum(x.stop_minutes), 0) AS stop_minutes, coalesce(sum(b.exams), 0) AS exams
      FROM fault f LEFT JOIN each_fault x ON x.event_id = f.event_id LEFT JOIN booked b ON b.event_id = f.event_id
      GROUP BY f.code, f.severity ORDER BY stop_minutes DESC, events DESC, f.code, f.severity`,
  )
}

/** Stops of each scanner against its staffed time, the least available first. */
export async function reliability(db: Kysely<Database>, filters: Filters): Promise<ReliabilityRow[]> {
  type Row = Omit<ReliabilityRow, 'name_en' | 'name_zh'>
  const enough = (n: string, value: string) => sql.raw(`CASE WHEN ${n} >= ${FEWEST_STOPS} THEN ${value} END`)
  const [rows, nameOf] = await Promise.all([
    askedSql(
      db,
      'throughput.reliability',
      sql<Row>`WITH ${STOPS},
      stopped AS (SELECT scanner_id, count(*) AS stops, count_if(is_over) AS over,
          sum(CASE WHEN is_over THEN ${elapsedUs('started_at', 'ended_at')} END) / 60e6 AS over_minutes
        FROM stop WHERE ${inScope(filters, SCANNER)} GROUP BY scanner_id),
      staffed AS (SELECT scanner_id, center_code, modality, sum(staffed_minutes) AS staffed_minutes,
          sum(available_minutes) AS available_minutes
        FROM mart.scanner_day WHERE ${inScope(filters, SCANNER)} GROUP BY scanner_id, center_code, modality)
      SELECT s.scanner_id, s.center_code, s.modality, s.staffed_minutes, s.available_minutes,
        s.available_minutes / nullif(s.staffed_minutes, 0) AS availability_rate, coalesce(d.stops, 0) AS stops,
        ${enough('d.stops', 's.available_minutes / d.stops')} AS mtbf_minutes,
        ${enough('d.over', 'd.over_minutes / d.over')} AS mttr_minutes
      FROM staffed s LEFT JOIN stopped d ON d.scanner_id = s.scanner_id
      ORDER BY availability_rate NULLS LAST, s.scanner_id`,
    ),
    centerNames(db),
  ])
  return rows.map((row) => ({ ...row, ...nameOf(row.center_code) }))
}
