import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { firstDayOfMonth } from '../db/functions.ts'
import { latestPerSnapshot, oncePerSnapshot } from '../db/once.ts'
import { centerNames } from '../page/names.ts'
import type { Filters, Names } from '../page/page-types.ts'
import { LINE_SUMS } from '../profitability/change-effects.ts'
import { closed, within } from '../profitability/closed-months.ts'
import type { Database } from '../schema.ts'
import type { PlanCell, PlanCenter, PlanModality, PlanPage } from './plan-types.ts'

const EXAM = { day: 'x.day', center: 'x.center_code' }
const LINE = { day: 'h.service_date', center: 'h.center_code' }
const MINUTE = { day: 'l.day', center: 'l.center_code' }

const ofMonth = (table: string, day: string) =>
  sql`JOIN closed AS c ON c.center_code = ${sql.ref(`${table}.center_code`)} AND c.month = ${firstDayOfMonth(`${table}.${day}`)}`

type BookRow = Omit<PlanCenter, keyof Names | 'modalities' | 'cells'>

/** The books of each center over its closed months, and of its costs what levers move. */
const books = (db: Kysely<Database>, filters: Filters) =>
  askedSql(
    db,
    'plan.books',
    sql<BookRow>`WITH closed AS (${closed(filters)}),
    book AS (SELECT center_code, count(*) AS months, CAST(sum(exams_performed) AS BIGINT) AS exams, sum(net_revenue) AS net_revenue,
      sum(partner_payout) AS partner_payout, sum(variable_cost) AS variable_cost, sum(fixed_cost) AS fixed_cost,
      sum(operating_profit) AS operating_profit FROM closed GROUP BY center_code),
    part AS (SELECT k.center_code, sum(k.amount) FILTER (WHERE k.category = 'ai_fees' AND k.behaviour = 'variable') AS ai_variable,
      sum(k.amount) FILTER (WHERE k.category = 'ai_fees' AND k.behaviour = 'fixed') AS ai_fixed,
      sum(k.amount) FILTER (WHERE k.category = 'staff' AND k.behaviour = 'fixed') AS staff_fixed
      FROM main.cost AS k JOIN closed AS c ON c.center_code = k.center_code AND c.month = k.month GROUP BY k.center_code)
    SELECT b.*, coalesce(t.ownership = 'partnered', false) OR b.partner_payout <> 0 AS is_partnered,
      coalesce(p.ai_variable, 0) AS ai_variable, coalesce(p.ai_fixed, 0) AS ai_fixed, coalesce(p.staff_fixed, 0) AS staff_fixed
    FROM book AS b LEFT JOIN part AS p ON p.center_code = b.center_code
    LEFT JOIN main.center AS t ON t.center_code = b.center_code ORDER BY b.center_code`,
  )

type OfCenter<Row> = Row & { center_code: string }

/** Lines of a procedure that is named stand apart; none is where `named` is null. */
const cells = (db: Kysely<Database>, filters: Filters, named: string | null) =>
  askedSql(
    db,
    'plan.cells',
    sql<OfCenter<PlanCell>>`WITH closed AS (${closed(filters)})
    SELECT h.center_code, coalesce(p.modality, 'none') AS modality, h.payer_class,
      ${named === null ? sql`false` : sql`h.procedure_code = ${named}`} AS is_named, ${LINE_SUMS}
    FROM main.charge AS h ${ofMonth('h', 'service_date')} LEFT JOIN main.procedure AS p ON p.procedure_code = h.procedure_code
    WHERE h.status <> 'void' AND ${within(filters, LINE)} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
  )

/** Exams by the modality of the exam, minutes by that of the scanner, which has none where hours of a month are unknown. */
const minutes = (db: Kysely<Database>, filters: Filters) =>
  askedSql(
    db,
    'plan.minutes',
    sql<OfCenter<PlanModality & { modality: string }>>`WITH closed AS (${closed(filters)}),
    exam AS (SELECT x.center_code, x.modality, CAST(sum(x.exams_performed) AS BIGINT) AS exams FROM mart.center_day AS x ${ofMonth('x', 'day')}
      WHERE ${within(filters, EXAM)} GROUP BY 1, 2),
    ledger AS (SELECT l.center_code, l.modality, sum(l.acquiring_minutes + l.on_table_minutes + l.turnover_minutes) AS busy_minutes,
      sum(l.idle_minutes + l.no_show_minutes) AS free_minutes FROM mart.scanner_ledger AS l ${ofMonth('l', 'day')}
      WHERE ${within(filters, MINUTE)} GROUP BY 1, 2),
    unknown AS (SELECT DISTINCT s.center_code, k.modality FROM mart.scanner_month AS s ${ofMonth('s', 'month')}
      JOIN main.scanner AS k ON k.scanner_id = s.scanner_id WHERE s.staffed_minutes IS NULL)
    SELECT coalesce(e.center_code, l.center_code) AS center_code, coalesce(e.modality, l.modality) AS modality, coalesce(e.exams, 0) AS exams,
      CASE WHEN u.modality IS NULL THEN l.busy_minutes END AS busy_minutes, CASE WHEN u.modality IS NULL THEN l.free_minutes END AS free_minutes
    FROM exam AS e FULL JOIN ledger AS l ON l.center_code = e.center_code AND l.modality = e.modality
    LEFT JOIN unknown AS u ON u.center_code = coalesce(e.center_code, l.center_code) AND u.modality = coalesce(e.modality, l.modality)
    ORDER BY 1, 2`,
  )

/** CNY of at most two decimals, as DECIMAL comes from the warehouse. */
const fen = (amount: number) => Math.round(amount * 100)

function byCenter<Row extends { center_code: string }>(rows: Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>()
  for (const row of rows) {
    const list = found.get(row.center_code)
    if (list) list.push(row)
    else found.set(row.center_code, [row])
  }
  return found
}

const MONEY = [
  ...(['net_revenue', 'partner_payout', 'variable_cost', 'fixed_cost', 'operating_profit'] as const),
  ...(['ai_variable', 'ai_fixed', 'staff_fixed'] as const),
] as const

async function ask(db: Kysely<Database>, filters: Filters, named: string | null): Promise<PlanCenter[]> {
  const [bookRows, cellRows, minuteRows, nameOf] = await Promise.all([
    books(db, filters),
    cells(db, filters, named),
    minutes(db, filters),
    centerNames(db),
  ])
  const [cellsOf, minutesOf] = [byCenter(cellRows), byCenter(minuteRows)]
  return bookRows.map((row) => ({
    ...row,
    ...nameOf(row.center_code),
    ...(Object.fromEntries(MONEY.map((name) => [name, fen(row[name])])) as Pick<PlanCenter, (typeof MONEY)[number]>),
    modalities: Object.fromEntries(
      (minutesOf.get(row.center_code) ?? []).map(({ modality, center_code: _, ...of }) => [modality, of]),
    ),
    cells: (cellsOf.get(row.center_code) ?? []).map(
      ({ modality, payer_class, is_named, lines, gross, denied, paid }) => ({
        ...{ modality, payer_class, is_named, lines, gross: fen(gross), denied: fen(denied), paid: fen(paid) },
      }),
    ),
  }))
}

/** The closed months of the period as plans start from them; asked once for all plans over them. */
export function planBase(db: Kysely<Database>, filters: Filters, named: string | null = null): Promise<PlanCenter[]> {
  const under = { basis: filters.basis, center: filters.center, named }
  return latestPerSnapshot(db, 'plan base', under, () => ask(db, filters, named))
}

/** What a tariff may be moved of, by code. */
export const procedures = (db: Kysely<Database>): Promise<PlanPage['procedures']> =>
  oncePerSnapshot(db, 'plan procedures', async () => {
    const rows = db.selectFrom('procedure').select(['procedure_code', 'name_en', 'name_zh']).orderBy('procedure_code')
    return (await rows.execute()).flatMap(({ procedure_code, name_en, name_zh }) => {
      if (procedure_code === null) return []
      const name = name_en ?? name_zh ?? procedure_code
      return [{ procedure_code, name_en: name, name_zh: name_zh ?? name }]
    })
  })
