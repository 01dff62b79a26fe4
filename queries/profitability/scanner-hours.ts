import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { inScope, scope } from '../filter/scope.ts'
import { centerNames } from '../page/names.ts'
import type { Filters, Names } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { onBasis } from './basis.ts'
import type { ScannerHourRow } from './exams-types.ts'

/**
 * What an hour of each scanner earns and costs, what leaves least first. Contribution is of its exams, whatever their modality;
 * fixed cost its own and its part of what the center shares. Null where its hours or a ledger are unknown.
 */
export async function scannerHours(db: Kysely<Database>, filters: Filters): Promise<ScannerHourRow[]> {
  const whole: Filters = { ...filters, modality: [], scanner: [] }
  const of = { day: 'm.month', center: 'm.center_code' }
  const months = sql`${inScope(whole, of)} AND ${onBasis(filters, of)}`
  const per = (minutes: string, amount: string) =>
    sql.raw(`CASE WHEN ${minutes} > 0 THEN CAST(${amount} AS DOUBLE) / ${minutes} * 60 END`)
  const [rows, nameOf] = await Promise.all([
    askedSql(
      db,
      'exams.scanner_hours',
      sql<
        Omit<ScannerHourRow, keyof Names>
      >`WITH earned AS (SELECT m.center_code, m.scanner_id, CAST(sum(m.exams) AS BIGINT) AS exams,
          sum(m.table_minutes) AS table_minutes,
          CASE WHEN sum(m.exams) = sum(m.contribution_exams) THEN sum(m.contribution) END AS contribution
        FROM mart.exam_money_protocol_month m WHERE ${months} GROUP BY 1, 2),
      priced AS (SELECT m.center_code, m.scanner_id, sum(m.staffed_minutes) AS staffed_minutes,
          sum(m.own_fixed_cost + m.shared_fixed_cost) AS fixed_cost
        FROM mart.scanner_month m WHERE ${months} GROUP BY 1, 2),
      hour AS (SELECT p.center_code, p.scanner_id, s.modality, coalesce(e.exams, 0) AS exams, p.staffed_minutes, e.table_minutes,
          CASE WHEN e.exams > 0 THEN e.contribution ELSE 0 END AS contribution, p.fixed_cost
        FROM priced p LEFT JOIN earned e ON e.center_code = p.center_code AND e.scanner_id = p.scanner_id
        LEFT JOIN main.scanner s ON s.scanner_id = p.scanner_id
        WHERE ${scope(filters, { modality: 's.modality', scanner: 'p.scanner_id' })})
      SELECT center_code, scanner_id, modality, exams, staffed_minutes / 60 AS staffed_hours, table_minutes / 60 AS table_hours,
        ${per('table_minutes', 'contribution')} AS contribution_per_table_hour,
        ${per('staffed_minutes', 'contribution')} AS contribution_per_staffed_hour,
        ${per('staffed_minutes', 'fixed_cost')} AS fixed_per_staffed_hour,
        ${per('staffed_minutes', '(contribution - CAST(fixed_cost AS DOUBLE))')} AS left_per_staffed_hour
      FROM hour ORDER BY left_per_staffed_hour NULLS LAST, scanner_id`,
    ),
    centerNames(db),
  ])
  return rows.map((row) => ({ ...row, ...nameOf(row.center_code) }))
}
