import type { Check, Severity } from '../check.ts'
import { built, invariant, MONTH } from './invariant.ts'

const REBUILD = 'The marts disagree with each other: run `npm run etl -- rebuild`.'

type Monthly = [id: string, measures: string, from: string, column: string, slack: number, severity?: Severity]

/** A sum of a mart by day against the month's figure. */
const monthly = (...[id, measures, from, column, slack, severity]: Monthly): Check =>
  invariant({
    id,
    severity,
    measures,
    grain: 'center month',
    bad: `SELECT center_code, ${MONTH} AS subject, coalesce(m.${column}, 0) AS measured, coalesce(d.n, 0) AS expected
      FROM (${from}) d FULL JOIN ${built('center_month')} m USING (center_code, month)
      WHERE abs(coalesce(d.n, 0) - coalesce(m.${column}, 0)) > ${slack}`,
    next: REBUILD,
  })

/** Days of the months that this run built. */
const days = (mart: string, column: string) => `
  SELECT center_code, month_of(day) AS month, sum(${column}) AS n FROM mart.${mart}
  WHERE day >= (SELECT min(month) FROM check_month)
    AND (center_code, month_of(day)) IN (SELECT (center_code, month) FROM check_month) GROUP BY ALL`

/** Exams of the months that this run built: money of an exam can change on a day that did not. */
const examMoney = `(FROM mart.exam_money SEMI JOIN check_month USING (center_code, month)
  WHERE month >= (SELECT min(month) FROM check_month))`

export const martProfit: Check[] = [
  invariant({
    id: 'waterfall_adds_up',
    severity: 'block',
    measures: 'center months whose waterfall from gross charges to operating profit does not add up',
    grain: 'center month',
    bad: `SELECT center_code, ${MONTH} AS subject FROM ${built('center_month')}
      WHERE gross_charges - adjustments - denied_charges - refunded_charges - written_off - pending_charges <> allowed
        OR allowed - refunds - partner_payout <> net_revenue OR net_revenue - variable_cost <> contribution
        OR contribution - fixed_cost <> operating_profit`,
  }),
  invariant({
    id: 'denials_are_adjudicated',
    measures: 'center months with more denied than adjudicated lines',
    grain: 'center month',
    bad: `SELECT center_code, ${MONTH} AS subject, denied_lines AS measured, adjudicated_lines AS expected
      FROM ${built('center_month')} WHERE denied_lines > adjudicated_lines OR denied_lines < 0 OR outstanding < 0`,
  }),
  monthly(
    'every_performed_exam_is_counted',
    'center months whose performed exams are not those of their days',
    days('center_day', 'exams_performed'),
    'exams_performed',
    0,
  ),
  monthly(
    'every_performed_exam_has_money',
    'center months of which mart.exam_money has not as many exams as were performed',
    `SELECT center_code, month, count(*) AS n FROM ${examMoney} GROUP BY ALL`,
    'exams_performed',
    0,
    'block',
  ),
  invariant({
    id: 'exam_money_adds_up',
    severity: 'block',
    measures: 'center months whose exams and reconciling lines are not their profit and loss',
    grain: 'center month',
    bad: `WITH exam AS (
        SELECT center_code, month, sum(gross_charges) AS gross, sum(allowed) AS allowed, sum(net_revenue) AS net, sum(variable_cost) AS variable,
          sum(capacity_cost) AS capacity FROM ${examMoney} GROUP BY ALL
      ),
      line AS (
        SELECT center_code, month, sum(gross_charges) AS gross, sum(allowed) AS allowed, sum(net_revenue) AS net, sum(variable_cost) AS variable,
          sum(fixed_cost) AS fixed FROM ${built('exam_money_month')} GROUP BY ALL
      )
      SELECT center_code, ${MONTH} AS subject, coalesce(e.net, 0) + coalesce(l.net, 0) AS measured, m.net_revenue AS expected
      FROM ${built('center_month')} m LEFT JOIN exam e USING (center_code, month) LEFT JOIN line l USING (center_code, month)
      WHERE coalesce(e.gross, 0) + coalesce(l.gross, 0) <> m.gross_charges OR coalesce(e.allowed, 0) + coalesce(l.allowed, 0) <> m.allowed
        OR abs(coalesce(e.net, 0) + coalesce(l.net, 0) - m.net_revenue) > 1e-4
        OR abs(coalesce(e.variable, 0) + coalesce(l.variable, 0) - m.variable_cost) > 1e-4
        OR abs(coalesce(e.capacity, 0) + coalesce(l.fixed, 0) - m.fixed_cost) > 1e-4`,
    next: REBUILD,
  }),
  monthly(
    'occupied_minutes_agree',
    'center months whose occupied minutes are not those of their scanner days',
    days('scanner_day', 'occupied_minutes'),
    'occupied_minutes',
    1e-3,
  ),
  invariant({
    id: 'capacity_costs_agree',
    measures: 'center months whose capacity cost is not the sum of their scanners',
    grain: 'center month',
    bad: `SELECT center_code, ${MONTH} AS subject, m.used_capacity_cost + m.down_capacity_cost + m.unused_capacity_cost AS measured, s.n AS expected
      FROM ${built('center_month')} m JOIN (
        SELECT center_code, month, sum(used_capacity_cost + down_capacity_cost + unused_capacity_cost) AS n, count(*) FILTER (used_capacity_cost IS NULL) AS unknown
        FROM ${built('scanner_month')} GROUP BY ALL) s USING (center_code, month)
      WHERE unknown = 0 AND abs(m.used_capacity_cost + m.down_capacity_cost + m.unused_capacity_cost - s.n) > 0.05`,
    next: REBUILD,
  }),
]
