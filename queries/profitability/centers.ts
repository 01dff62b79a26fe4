import type { Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import type { Database } from '../schema.ts'
import { breakEvenExams } from '../statistics/case-mix.ts'
import { rateOf, ratioOf } from '../metric/figure.ts'
import { nameOf } from '../page/names.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { CenterMonthRow, CenterProfitRow } from './profitability-types.ts'
import { marginOf, profitAndLoss, sumsByCenter, type Sums } from './sums.ts'

/** Exams a month at which contribution covers fixed cost; null without costs, exams, or a contribution. */
export function breakEvenOf({ center_months, fixed_cost, contribution, exams_performed }: Sums): number | null {
  if (fixed_cost === null || contribution === null || exams_performed === 0 || center_months === 0) return null
  return breakEvenExams(fixed_cost / center_months, contribution / exams_performed)
}

function centerRow(closed: Sums | undefined, open: Sums | undefined) {
  const sums = closed ?? open
  return {
    ...profitAndLoss(sums),
    months_closed: closed?.center_months ?? 0,
    months_open: open?.center_months ?? 0,
    provisional: !closed,
    denial_rate: rateOf('denial_rate', sums?.denied_lines ?? 0, sums?.adjudicated_lines ?? 0),
    break_even_exams: closed ? breakEvenOf(closed) : null,
    exams_per_month: sums ? sums.exams_performed / sums.center_months : null,
    capacity_use_rate: ratioOf(
      'capacity_use_rate',
      sums?.occupied_minutes ?? null,
      sums?.practical_capacity_minutes ?? null,
    ).value,
  }
}

/** One row per center over its closed months; over its open ones, marked, where none is closed. */
export async function centerProfits(db: Kysely<Database>, filters: Filters): Promise<CenterProfitRow[]> {
  const [sums, centers] = await Promise.all([
    sumsByCenter(db, filters),
    db.selectFrom('center').select(['center_code as code', 'name_en', 'name_zh', 'ownership']).execute(),
  ])
  const names = nameOf(centers)
  const ownership = new Map(centers.map((row) => [row.code, row.ownership]))
  const codes = [...new Set(sums.map((row) => row.center_code))]
  return codes.map((center_code) => {
    const of = (state: Sums['month_state']) =>
      sums.find((row) => row.center_code === center_code && row.month_state === state)
    return {
      center_code,
      ...names(center_code),
      ownership: ownership.get(center_code) ?? null,
      ...centerRow(of('closed'), of('open')),
    }
  })
}

export async function centerMonths(db: Kysely<Database>, filters: Filters): Promise<CenterMonthRow[]> {
  const rows = await db
    .selectFrom('mart.center_month as m')
    .where(inScope(filters, { day: 'm.month', center: 'm.center_code' }))
    .select(['m.month', 'm.center_code', 'm.month_state', 'm.exams_performed', 'm.gross_charges', 'm.net_revenue'])
    .select(['m.variable_cost', 'm.fixed_cost', 'm.contribution', 'm.operating_profit'])
    .orderBy('m.center_code')
    .orderBy('m.month')
    .$castTo<Omit<CenterMonthRow, 'operating_margin_rate'>>()
    .$call(asked('money.center_months'))
  return rows.map((row) => ({ ...row, operating_margin_rate: marginOf(row) }))
}
