import { sql, type Kysely, type RawBuilder } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { chargeLine } from '../metric/sources.ts'
import type { Database } from '../schema.ts'
import type { Sides } from './change-sides.ts'
import { EFFECTS, type Effect, type ProfitChange } from './change-types.ts'

const BOOK = { day: 'm.month', center: 'm.center_code' }
const EXAM = { day: 'x.day', center: 'x.center_code' }
const LINE = { day: 'h.service_date', center: 'h.center_code' }

const IS_ALLOWED = sql`(h.status NOT IN ('denied', 'written_off', 'refunded'))`

/** Sums over charge lines `h`: what was charged, what of it was denied, and what was allowed less refunds. */
export const LINE_SUMS = sql`count(*) AS lines, sum(h.charge_amount) AS gross,
    coalesce(sum(h.charge_amount) FILTER (WHERE h.status = 'denied'), 0) AS denied,
    coalesce(sum(coalesce(h.allowed_amount, 0) - coalesce(h.refunded, 0)) FILTER (WHERE ${IS_ALLOWED}), 0) AS paid`

/**
 * Charge lines by side, center, modality of the procedure and payer. Lines of procedures without modality, such as
 * contrast agent, stand under an empty one.
 */
export const linesOf = ({ where, isAfter, center }: Sides): RawBuilder<unknown> => sql`
  SELECT ${isAfter(LINE)} AS is_after, ${center(LINE)} AS center_code, coalesce(p.modality, '') AS modality, h.payer_class,
    ${LINE_SUMS}
  FROM main.charge AS h LEFT JOIN main.procedure AS p ON p.procedure_code = h.procedure_code
  WHERE h.${sql.raw(chargeLine.where!)} AND ${where(LINE)} GROUP BY 1, 2, 3, 4`

/** Performed exams by side, center and modality. */
export const examsOf = ({ where, isAfter, center }: Sides): RawBuilder<unknown> => sql`
  SELECT ${isAfter(EXAM)} AS is_after, ${center(EXAM)} AS center_code, x.modality, sum(x.exams_performed) AS exams
  FROM mart.center_day AS x WHERE ${where(EXAM)} GROUP BY 1, 2, 3`

const booksOf = ({ where, isAfter, center }: Sides) => sql`
  SELECT ${isAfter(BOOK)} AS is_after, ${center(BOOK)} AS center_code, sum(m.exams_performed) AS exams,
    sum(m.net_revenue) AS net, sum(m.partner_payout) AS payout, sum(m.variable_cost) AS variable,
    sum(m.fixed_cost) AS fixed, sum(m.operating_profit) AS profit
  FROM mart.center_month AS m WHERE m.month_state = 'closed' AND ${where(BOOK)} GROUP BY 1, 2`

/** The columns of both sides beside each other, `0` before and `1` after. */
const bothSides = (...names: string[]) =>
  sql.raw(
    names
      .flatMap((name) => [
        `coalesce(sum(CAST(${name} AS DOUBLE)) FILTER (WHERE NOT is_after), 0) AS ${name}0`,
        `coalesce(sum(CAST(${name} AS DOUBLE)) FILTER (WHERE is_after), 0) AS ${name}1`,
      ])
      .join(', '),
  )

/**
 * What each cell of modality and payer brings is exams × share of the modality × share of the payer's lines in it × price ×
 * (1 − denied share). A side that lacks a cell takes its price and its rates from the other, so that they did not move.
 */
const CELLS = sql.raw(`
cell AS (SELECT l.*, sum(lines0) OVER (PARTITION BY center_code, modality) AS of0,
    sum(lines1) OVER (PARTITION BY center_code, modality) AS of1 FROM l),
mixed AS (SELECT c.*, s.v0, s.v1,
    CASE WHEN e.modality IS NULL THEN 1 ELSE e.exams0 / nullif(s.exams0, 0) END AS a0,
    CASE WHEN e.modality IS NULL THEN 1 ELSE e.exams1 / nullif(s.exams1, 0) END AS a1,
    coalesce(c.lines0 / nullif(c.of0, 0), c.lines1 / nullif(c.of1, 0)) AS b0,
    coalesce(c.lines1 / nullif(c.of1, 0), c.lines0 / nullif(c.of0, 0)) AS b1,
    coalesce(c.denied0 / nullif(c.gross0, 0), c.denied1 / nullif(c.gross1, 0), 0) AS d0,
    coalesce(c.denied1 / nullif(c.gross1, 0), c.denied0 / nullif(c.gross0, 0), 0) AS d1,
    s.exams0 AS all0, s.exams1 AS all1
  FROM cell AS c JOIN side AS s ON s.center_code = c.center_code
  LEFT JOIN e ON e.center_code = c.center_code AND e.modality = c.modality),
alone AS (SELECT *, paid0 / nullif(all0 * a0 * b0 * (1 - d0), 0) AS p0, paid1 / nullif(all1 * a1 * b1 * (1 - d1), 0) AS p1 FROM mixed),
priced AS (SELECT *, coalesce(p0, p1, 0) AS q0, coalesce(p1, p0, 0) AS q1, payer_class = 'partner_settlement' AS is_ours FROM alone),
share AS (SELECT center_code, sum(paid0) FILTER (WHERE NOT is_ours) AS base0, sum(paid1) FILTER (WHERE NOT is_ours) AS base1
  FROM priced GROUP BY center_code),
kept AS (SELECT s.center_code, h.base0,
    coalesce(s.payout0 / nullif(h.base0, 0), s.payout1 / nullif(h.base1, 0), 0) AS share0,
    coalesce(s.payout1 / nullif(h.base1, 0), s.payout0 / nullif(h.base0, 0), 0) AS share1
  FROM side AS s LEFT JOIN share AS h ON h.center_code = s.center_code),
moved AS (SELECT p.center_code,
    sum(v0 * (a1 - a0) * b0 * q0 * (1 - d0) * CASE WHEN is_ours THEN 1 ELSE 1 - share0 END) AS modality_mix,
    sum(v0 * a0 * (b1 - b0) * q0 * (1 - d0) * CASE WHEN is_ours THEN 1 ELSE 1 - share0 END) AS payer_mix,
    sum(v0 * a0 * b0 * (q1 - q0) * (1 - d0) * CASE WHEN is_ours THEN 1 ELSE 1 - share0 END) AS price,
    sum(v0 * a0 * b0 * q0 * (d0 - d1) * CASE WHEN is_ours THEN 1 ELSE 1 - share0 END) AS denials
  FROM priced AS p JOIN kept AS k ON k.center_code = p.center_code GROUP BY p.center_code)`)

/** Each effect by itself, everything else as it was. Without exams on a side all but fixed cost is volume. */
const EFFECT_SQL: Record<Exclude<Effect, 'interaction'>, string> = {
  volume: `CASE WHEN v0 > 0 AND v1 > 0 THEN (v1 / v0 - 1) * (net0 - variable0) / peers
    ELSE net1 - variable1 - (net0 - variable0) / peers END`,
  modality_mix: 'CASE WHEN v0 > 0 AND v1 > 0 THEN m.modality_mix END',
  payer_mix: 'CASE WHEN v0 > 0 AND v1 > 0 THEN m.payer_mix END',
  price: 'CASE WHEN v0 > 0 AND v1 > 0 THEN m.price END',
  denials: 'CASE WHEN v0 > 0 AND v1 > 0 THEN m.denials END',
  partner_share: 'CASE WHEN v0 > 0 AND v1 > 0 THEN (k.share0 - k.share1) * k.base0 / peers END',
  variable_cost: 'CASE WHEN v0 > 0 AND v1 > 0 THEN v0 * (variable0 / peers / v0 - variable1 / v1) END',
  fixed_cost: 'fixed0 / peers - fixed1',
}

const fen = (text: string) => `CAST(round(coalesce(${text}, 0), 2) AS DECIMAL(18, 2))`
const ALONE = EFFECTS.filter((name) => name !== 'interaction')

const ROUNDED = sql.raw(`
alone_effect AS (SELECT s.center_code, ${fen('profit0 / peers')} AS before, ${fen('profit1')} AS after,
    ${ALONE.map((name) => `${fen(EFFECT_SQL[name])} AS ${name}`).join(', ')}
  FROM side AS s LEFT JOIN moved AS m ON m.center_code = s.center_code
  LEFT JOIN kept AS k ON k.center_code = s.center_code),
effect AS (SELECT *, after - before AS change, after - before - (${ALONE.join(' + ')}) AS interaction FROM alone_effect)`)

const COLUMNS = ['before', 'after', 'change', ...EFFECTS] as const

type Row = ProfitChange & { center_code: string | null }

/**
 * What moved the operating profit from one side to the other, by center and all together (center null): amounts of two
 * decimals whose sum is the change, since what effects do together is what is left.
 */
export function profitChanges(db: Kysely<Database>, sides: Sides): Promise<Row[]> {
  const sums = COLUMNS.map((name) => `sum(${name}) AS ${name}`).join(', ')
  const peers = sql.lit(sides.peers)
  return askedSql(
    db,
    'profitability.change',
    sql<Row>`WITH book AS (${booksOf(sides)}), exam AS (${examsOf(sides)}), line AS (${linesOf(sides)}),
    side AS (SELECT *, exams0 / peers AS v0, exams1 AS v1 FROM (SELECT center_code, ${peers} AS peers,
      ${bothSides('exams', 'net', 'payout', 'variable', 'fixed', 'profit')} FROM book GROUP BY center_code) AS both_sides),
    e AS (SELECT center_code, modality, ${bothSides('exams')} FROM exam GROUP BY 1, 2),
    l AS (SELECT center_code, modality, payer_class, ${bothSides('lines', 'gross', 'denied', 'paid')} FROM line GROUP BY 1, 2, 3),
    ${CELLS}, ${ROUNDED}
    SELECT center_code, ${sql.raw(sums)} FROM effect GROUP BY GROUPING SETS ((center_code), ())
    ORDER BY center_code NULLS FIRST`,
  )
}
