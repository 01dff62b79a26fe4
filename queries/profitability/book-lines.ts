import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { firstDayOfMonth } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import { centerNames } from '../page/names.ts'
import { PAGE_SIZE, paged, pageNumber } from '../page/paged.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { onBasis } from './basis.ts'
import { STEPS } from './waterfall.ts'
import type { BookLines, ChargeOfStep, CostOfStep, WaterfallStep } from './books-types.ts'

export interface LinesAsked {
  step: WaterfallStep
  /** Whether single exams may be shown. */
  persons: boolean
  page: number | undefined
}

export const isStep = (text: string | undefined): text is WaterfallStep => STEPS.some(({ step }) => step === text)

const IS_ALLOWED = "h.status NOT IN ('denied', 'written_off', 'refunded')"
const BASE = '(coalesce(h.allowed_amount, 0) - coalesce(h.refunded, 0))'
const PENDING = "h.status = 'billed' AND h.allowed_amount IS NULL"
const IS_SHARED = "h.payer_class <> 'partner_settlement'"
/** In fen, exact, as the payout of a month is before it is rounded. */
const EXACT_FEN = `CASE WHEN ${IS_ALLOWED} AND ${IS_SHARED}
  THEN 100 * (CAST(${BASE} AS DECIMAL(16, 2)) * CAST(h.share AS DECIMAL(12, 10))) ELSE 0 END`

/** A line's part of each step that charge lines make: those of `mart.center_month`, line by line. */
const OF_CHARGE: Partial<Record<WaterfallStep, string>> = {
  gross_charges: 'h.charge_amount',
  denied_charges: "CASE WHEN h.status = 'denied' THEN h.charge_amount ELSE 0 END",
  refunded_charges: "CASE WHEN h.status = 'refunded' THEN h.charge_amount ELSE 0 END",
  written_off: "CASE WHEN h.status = 'written_off' THEN coalesce(h.allowed_amount, h.charge_amount) ELSE 0 END",
  pending_charges: `CASE WHEN ${PENDING} THEN h.charge_amount ELSE 0 END`,
  adjustments: `CASE WHEN h.status IN ('denied', 'refunded') OR (${PENDING}) THEN 0
    WHEN h.status = 'written_off' THEN h.charge_amount - coalesce(h.allowed_amount, h.charge_amount)
    ELSE h.charge_amount - coalesce(h.allowed_amount, 0) END`,
  allowed: `CASE WHEN ${IS_ALLOWED} THEN coalesce(h.allowed_amount, 0) ELSE 0 END`,
  refunds: `CASE WHEN ${IS_ALLOWED} THEN coalesce(h.refunded, 0) ELSE 0 END`,
  partner_payout: 'h.payout',
  net_revenue: `CASE WHEN ${IS_ALLOWED} THEN ${BASE} - h.payout ELSE 0 END`,
}

const OF_COST: Partial<Record<WaterfallStep, 'variable' | 'fixed'>> = { variable_cost: 'variable', fixed_cost: 'fixed' }

const CHARGE = { day: 'h.service_date', center: 'h.center_code' }
const COST = { day: 'k.month', center: 'k.center_code' }
const MONTH = { day: 'm.month', center: 'm.center_code' }

/**
 * The partner's part of each line in whole fen: rounded down, and what the month's payout has beyond their sum goes fen by fen to
 * the lines that lost most by rounding, so that lines add up to the books. The partner's share is that of the service date.
 */
const PAID_OUT = sql`day AS (SELECT DISTINCT h.center_code, h.service_date FROM line h),
    share AS (SELECT d.center_code, d.service_date, coalesce((SELECT t.partner_share FROM main.partner_terms t
        WHERE t.center_code = d.center_code AND t.effective_from <= d.service_date ORDER BY t.effective_from DESC LIMIT 1),
        c.partner_share, 0) AS share
      FROM day d JOIN main.center c ON c.center_code = d.center_code),
    exact AS (SELECT h.*, ${firstDayOfMonth('h.service_date')} AS month, ${sql.raw(EXACT_FEN)} AS exact_fen
      FROM (SELECT h.*, s.share FROM line h JOIN share s ON s.center_code = h.center_code AND s.service_date = h.service_date) h),
    due AS (SELECT e.center_code, e.month, 100 * max(m.partner_payout) - sum(floor(e.exact_fen)) AS fen FROM exact e
      JOIN mart.center_month m ON m.center_code = e.center_code AND m.month = e.month GROUP BY 1, 2),
    paid AS (SELECT e.*, CAST(0.01 * (floor(e.exact_fen) + CASE WHEN row_number() OVER (PARTITION BY e.center_code, e.month
        ORDER BY e.exact_fen - floor(e.exact_fen) DESC, e.charge_id) <= d.fen THEN 1 ELSE 0 END) AS DECIMAL(18, 2)) AS payout
      FROM exact e JOIN due d ON d.center_code = e.center_code AND d.month = e.month)`

/** Lines of the months that figures rest on with their part of the step. */
function chargesOf(filters: Filters, amount: string) {
  const lines = sql`line AS (SELECT h.* FROM main.charge h
    WHERE h.status <> 'void' AND ${inScope(filters, CHARGE)} AND ${onBasis(filters, CHARGE)})`
  const isShared = amount.includes('h.payout')
  return sql`WITH ${lines}, ${isShared ? sql`${PAID_OUT},` : sql``}
    part AS (SELECT h.*, ${sql.raw(amount)} AS amount FROM ${sql.raw(isShared ? 'paid' : 'line')} h)`
}

/** So many kinds of lines are told. */
const MOST_KINDS = 50

const kindRows = (db: Kysely<Database>, filters: Filters, amount: string) =>
  askedSql(
    db,
    'profitability.lines_kinds',
    sql<BookLines['kinds'][number]>`${chargesOf(filters, amount)} SELECT procedure_code, payer_class, count(*) AS lines,
      sum(amount) AS amount FROM part WHERE amount <> 0 GROUP BY procedure_code, payer_class
      ORDER BY sum(amount) DESC, procedure_code, payer_class LIMIT ${sql.lit(MOST_KINDS)}`,
  )

const pageOf = <Row extends { total: number }>(rows: Row[], page: number | undefined) =>
  paged(
    rows.map(({ total: _, ...row }) => row),
    rows[0]?.total ?? 0,
    pageNumber(page),
  )

const window = (page: number | undefined) =>
  sql`LIMIT ${sql.lit(PAGE_SIZE)} OFFSET ${sql.lit((pageNumber(page) - 1) * PAGE_SIZE)}`

async function chargeRows(db: Kysely<Database>, filters: Filters, amount: string, page: number | undefined) {
  const rows = await askedSql(
    db,
    'profitability.lines_charges',
    sql<ChargeOfStep & { total: number }>`${chargesOf(filters, amount)},
    told AS (SELECT *, (SELECT count(*) FROM part WHERE amount <> 0) AS total FROM part WHERE amount <> 0
      ORDER BY amount DESC, center_code, charge_id ${window(page)})
    SELECT p.center_code, p.charge_id, p.accession_no, p.procedure_code, p.service_date, p.payer_class, p.status, p.amount,
      f.path, p.source_line, p.total
    FROM told p LEFT JOIN ops.source_file f ON f.file_id = p.source_file_id ORDER BY p.amount DESC, p.center_code, p.charge_id`,
  )
  return pageOf(rows, page)
}

async function costRowsOf(db: Kysely<Database>, filters: Filters, behaviour: string, page: number | undefined) {
  const rows = await askedSql(
    db,
    'profitability.lines_costs',
    sql<CostOfStep & { total: number }>`WITH part AS (SELECT k.* FROM main.cost k
      WHERE k.behaviour = ${behaviour} AND ${inScope(filters, COST)} AND ${onBasis(filters, COST)})
    SELECT p.center_code, p.month, p.category, p.behaviour, p.scanner_id, p.amount, f.path, p.source_line,
      (SELECT count(*) FROM part) AS total
    FROM part p LEFT JOIN ops.source_file f ON f.file_id = p.source_file_id
    ORDER BY p.amount DESC, p.center_code, p.month, p.category, p.scanner_id ${window(page)}`,
  )
  return pageOf(rows, page)
}

/** The lines of a bar, over the months that it rests on: by center, by procedure and payer, and row by row. */
export async function bookLines(db: Kysely<Database>, filters: Filters, asked: LinesAsked): Promise<BookLines> {
  const { step, persons, page } = asked
  const [amount, behaviour] = [OF_CHARGE[step], OF_COST[step]]
  const [centers, kinds, costs, charges, nameOf] = await Promise.all([
    askedSql(
      db,
      'profitability.lines_centers',
      sql<{
        center_code: string
        amount: number | null
      }>`SELECT m.center_code, sum(m.${sql.raw(step)}) AS amount FROM mart.center_month m
      WHERE ${inScope(filters, MONTH)} AND ${onBasis(filters, MONTH)} GROUP BY 1 ORDER BY amount DESC NULLS LAST, center_code`,
    ),
    amount ? kindRows(db, filters, amount) : [],
    behaviour ? costRowsOf(db, filters, behaviour, page) : null,
    amount && persons ? chargeRows(db, filters, amount, page) : null,
    centerNames(db),
  ])
  return { step, centers: centers.map((row) => ({ ...row, ...nameOf(row.center_code) })), kinds, costs, charges }
}
