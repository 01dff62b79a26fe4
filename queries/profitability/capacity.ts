import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { firstDayOfMonth } from '../db/functions.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { CenterCapacity, ScannerCapacity } from './capacity-types.ts'
import { closed, within } from './closed-months.ts'

/** Staffed minutes of the ledger by scanner and month, each class in one of three. */
const minutes = (filters: Filters) => sql`
  SELECT center_code, scanner_id, ${firstDayOfMonth('day')} AS month, sum(staffed_minutes) AS staffed_minutes,
    sum(acquiring_minutes + on_table_minutes + turnover_minutes) AS used_minutes, sum(down_minutes) AS down_minutes,
    sum(no_show_minutes + idle_minutes) AS unused_minutes, count(*) FILTER (WHERE staffed_minutes > 0) AS staffed_days
  FROM mart.scanner_ledger WHERE ${within(filters, { day: 'day', center: 'center_code' })} GROUP BY 1, 2, 3`

/** What the exams of closed months brought, by scanner. */
const earned = (filters: Filters) => sql`
  SELECT e.center_code, e.scanner_id, count(*) AS exams, sum(e.contribution) AS contribution, sum(e.variable_cost) AS variable_cost
  FROM mart.exam_money AS e JOIN closed AS c ON c.center_code = e.center_code AND c.month = e.month
  WHERE ${within(filters, { day: 'e.month', center: 'e.center_code' })} GROUP BY 1, 2`

/** A month's fixed cost by class: minutes × the price of a staffed one; without staffed minutes all of it is unused. */
const PRICED = sql.raw(`
  SELECT s.center_code, s.scanner_id, s.staffed_minutes IS NOT NULL AS is_known, m.used_minutes, m.staffed_minutes, m.staffed_days,
    CAST(s.own_fixed_cost AS DOUBLE) + s.shared_fixed_cost AS fixed_cost,
    CASE WHEN s.staffed_minutes = 0 THEN 0 ELSE s.cost_per_staffed_minute * m.used_minutes END AS used_cost,
    CASE WHEN s.staffed_minutes = 0 THEN 0 ELSE s.cost_per_staffed_minute * m.down_minutes END AS down_cost,
    CASE WHEN s.staffed_minutes = 0 THEN CAST(s.own_fixed_cost AS DOUBLE) + s.shared_fixed_cost
      ELSE s.cost_per_staffed_minute * m.unused_minutes END AS unused_cost
  FROM mart.scanner_month AS s JOIN closed AS c ON c.center_code = s.center_code AND c.month = s.month
  LEFT JOIN minutes AS m ON m.scanner_id = s.scanner_id AND m.month = s.month`)

/** Null as soon as one month is. */
const whole = (name: string) => `CASE WHEN count(*) = count(${name}) THEN sum(${name}) END AS ${name}`
const known = (name: string) => `CASE WHEN bool_and(is_known) THEN coalesce(sum(${name}), 0) END AS ${name}`

const COSTS = ['fixed_cost', 'used_cost', 'down_cost', 'unused_cost'].map(whole).join(', ')

const SUMMED = sql.raw(`
  SELECT p.*, coalesce(e.exams, 0) AS exams, coalesce(e.contribution, 0) AS contribution, coalesce(e.variable_cost, 0) AS variable_cost
  FROM (SELECT center_code, scanner_id, count(*) AS months, ${COSTS},
      ${['staffed_minutes', 'used_minutes', 'staffed_days'].map(known).join(', ')} FROM priced GROUP BY 1, 2) AS p
  LEFT JOIN earned AS e ON e.center_code = p.center_code AND e.scanner_id = p.scanner_id`)

/** Figures of break-even over sums named as in `BreakEven`. A fen of rounding must not ask for one exam more. */
const BREAK_EVEN = sql.raw(`contribution / nullif(exams, 0) AS contribution_per_exam,
    CASE WHEN contribution > 0 AND exams > 0 THEN ceil((fixed_cost / months) / (contribution / exams) - 1e-9) END AS break_even_exams,
    CAST(exams AS DOUBLE) / nullif(staffed_days, 0) AS exams_per_day,
    CASE WHEN contribution > 0 AND exams > 0 THEN (exams - fixed_cost / (contribution / exams)) / nullif(staffed_days, 0) END
      AS exams_beyond_per_day,
    CASE WHEN contribution > 0 AND exams > 0 AND staffed_days > 0 THEN contribution / exams * staffed_days / months END AS one_more_exam,
    CASE WHEN fixed_cost IS NULL OR contribution IS NULL OR coalesce(staffed_days, 0) = 0 THEN 'hours_unknown' WHEN exams = 0 THEN 'no_exams'
      WHEN contribution <= 0 THEN 'no_contribution' END AS why_not`)

type WithoutNames<Row> = Omit<Row, 'name_en' | 'name_zh'>

/** Each scanner over its center's closed months. */
export function scannerCapacity(db: Kysely<Database>, filters: Filters) {
  return askedSql(
    db,
    'profitability.capacity_scanners',
    sql<WithoutNames<ScannerCapacity>>`WITH closed AS (${closed(filters)}), minutes AS (${minutes(filters)}),
    earned AS (${earned(filters)}), priced AS (${PRICED}), summed AS (${SUMMED})
    SELECT s.scanner_id, s.center_code, coalesce(k.modality, '') AS modality, s.months, s.fixed_cost, s.used_cost, s.down_cost, s.unused_cost,
      s.staffed_minutes, s.used_minutes, s.staffed_days, s.exams, s.contribution, (s.fixed_cost + s.variable_cost) / nullif(s.exams, 0) AS cost_per_exam,
      s.used_cost / nullif(s.exams, 0) AS used_cost_per_exam, ${BREAK_EVEN}
    FROM summed AS s LEFT JOIN main.scanner AS k ON k.scanner_id = s.scanner_id ORDER BY s.scanner_id`,
  )
}

/** Each center over its closed months: its own books, and the sums of its scanners where the hours of each are known. */
export function centerCapacity(db: Kysely<Database>, filters: Filters) {
  return askedSql(
    db,
    'profitability.capacity_centers',
    sql<WithoutNames<CenterCapacity>>`WITH closed AS (${closed(filters)}), minutes AS (${minutes(filters)}),
    priced AS (${PRICED}),
    cost AS (SELECT center_code, ${sql.raw(COSTS)} FROM priced GROUP BY 1),
    days AS (SELECT l.center_code, count(DISTINCT l.day) AS staffed_days FROM mart.scanner_ledger AS l
      JOIN closed AS c ON c.center_code = l.center_code AND c.month = ${firstDayOfMonth('l.day')}
      WHERE l.staffed_minutes > 0 AND ${within(filters, { day: 'l.day', center: 'l.center_code' })} GROUP BY 1),
    book AS (SELECT center_code, count(*) AS months, CAST(sum(exams_performed) AS BIGINT) AS exams, CAST(sum(contribution) AS DOUBLE) AS contribution,
      CAST(sum(fixed_cost) AS DOUBLE) AS fixed_cost FROM closed GROUP BY 1),
    summed AS (SELECT b.*, c.used_cost, c.down_cost, c.unused_cost, d.staffed_days FROM book AS b
      LEFT JOIN cost AS c ON c.center_code = b.center_code LEFT JOIN days AS d ON d.center_code = b.center_code)
    SELECT center_code, months, fixed_cost, used_cost, down_cost, unused_cost, staffed_days, exams, contribution, ${BREAK_EVEN}
    FROM summed ORDER BY center_code`,
  )
}
