import type { Kysely } from 'kysely'
import { centerPlaces } from '../filter/centers.ts'
import { measure } from '../metric/measure.ts'
import { none } from '../metric/estimate.ts'
import { centerNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { booksByCenter, profitAndLoss, type Books } from './books.ts'
import { exams, profitabilityMetrics as m } from './profitability-metrics.ts'
import type { CenterMonthRow, CenterProfitRow } from './profitability-types.ts'

function centerRow(closed: Books | undefined, open: Books | undefined) {
  const books = closed ?? open
  return {
    ...profitAndLoss(books),
    months_closed: closed?.center_months ?? 0,
    months_open: open?.center_months ?? 0,
    provisional: !closed,
    denial_rate: books?.figures.denial_rate ?? none('no_denominator', 0, 0),
    break_even_exams: closed?.figures.break_even_exams.value ?? null,
    exams_per_month: books ? books.exams_performed / books.center_months : null,
    capacity_use_rate: books?.figures.capacity_use_rate.value ?? null,
  }
}

/** One row per center over its closed months; over its open ones, marked, where none is closed. */
export async function centerProfits(db: Kysely<Database>, filters: Filters): Promise<CenterProfitRow[]> {
  const [books, names, places] = await Promise.all([booksByCenter(db, filters), centerNames(db), centerPlaces(db)])
  const ownership = new Map(places.map((row) => [row.center_code, row.ownership]))
  const known = new Map(books.map((row) => [`${row.key} ${row.month_state}`, row]))
  return [...new Set(books.map((row) => row.key))].map((center_code) => {
    const of = (state: Books['month_state']) => known.get(`${center_code} ${state}`)
    return {
      center_code,
      ...names(center_code),
      ownership: ownership.get(center_code) ?? null,
      ...centerRow(of('closed'), of('open')),
    }
  })
}

const LINES = [
  m.gross_charges,
  m.net_revenue,
  m.variable_cost,
  m.fixed_cost,
  m.contribution,
  m.operating_profit,
  m.operating_margin_rate,
]

export async function centerMonths(db: Kysely<Database>, filters: Filters): Promise<CenterMonthRow[]> {
  const rows = await measure(db, {
    name: 'profitability.center_months',
    metrics: LINES,
    by: ['center_code', 'month', 'month_state'],
    filters,
    periods: 'current',
    beside: [exams],
  })
  return rows.map(({ row, figures }) => ({
    month: row['month'] as string,
    center_code: row['center_code'] as string,
    month_state: row['month_state'] as CenterMonthRow['month_state'],
    exams_performed: row['exams_performed'] as number,
    ...(Object.fromEntries(LINES.map(({ id }) => [id, figures[id].value])) as Pick<
      CenterMonthRow,
      (typeof LINES)[number]['id']
    >),
  }))
}
