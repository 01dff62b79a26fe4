import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { onBasis } from './basis.ts'
import type { BridgeRow } from './exams-types.ts'

/** Wide enough that the parts of an exam's money add up to the fen. */
const EXACT = 'DECIMAL(28, 12)'
const exact = (column: string, as: string) =>
  `CAST(coalesce(sum(CAST(${column} AS ${EXACT})), 0) AS DECIMAL(18, 2)) AS ${as}`

const LINES = [
  ...['exams', 'without_exam', 'exam_of_another_month', 'service_in_another_month'],
  ...['partner_rounding', 'variable_without_exam', 'capacity_not_used', 'profit_and_loss'],
]

/**
 * From the sum over exams to the profit and loss of the same months, line by line: of whole centers, since neither modality
 * nor scanner splits a ledger.
 */
export function examBridge(db: Kysely<Database>, filters: Filters): Promise<BridgeRow[]> {
  const whole: Filters = { ...filters, modality: [], scanner: [] }
  const of = { day: 'm.month', center: 'm.center_code' }
  const months = sql`${inScope(whole, of)} AND ${onBasis(filters, of)}`
  const sums = (lines: string, fixed: string) =>
    sql.raw(
      [
        `CAST(sum(${lines}) AS BIGINT) AS charge_lines`,
        ...['gross_charges', 'allowed'].map((name) => `coalesce(sum(m.${name}), 0) AS ${name}`),
        exact('m.net_revenue', 'net_revenue'),
        exact('m.variable_cost', 'variable_cost'),
        exact(fixed, 'fixed_cost'),
      ].join(', '),
    )
  const order = LINES.map((line, place) => `WHEN '${line}' THEN ${place}`).join(' ')
  return askedSql(
    db,
    'exams.bridge',
    sql<BridgeRow>`WITH part AS (
      SELECT 'exams' AS line, ${sums('m.charge_lines', 'm.capacity_cost')} FROM mart.exam_money_protocol_month m WHERE ${months}
      UNION ALL SELECT m.line, ${sums('m.charge_lines', 'm.fixed_cost')} FROM mart.exam_money_month m WHERE ${months} GROUP BY m.line
      UNION ALL SELECT 'profit_and_loss', NULL, coalesce(sum(m.gross_charges), 0), coalesce(sum(m.allowed), 0),
        coalesce(sum(m.net_revenue), 0), sum(m.variable_cost), sum(m.fixed_cost) FROM mart.center_month m WHERE ${months})
    SELECT * FROM part WHERE (SELECT count(*) FROM mart.center_month m WHERE ${months}) > 0
    ORDER BY CASE line ${sql.raw(order)} END`,
  )
}
