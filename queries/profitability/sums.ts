import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { sumCount, sumMinutes, sumMoney, sumOrNull } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { inBothPeriods, inScope, isCurrent } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { ProfitAndLoss } from './profitability-types.ts'

export type MonthState = 'open' | 'closed'

/** A sum over center-months as DuckDB answers it; minutes beside the money. */
export interface Sums extends Omit<ProfitAndLoss, 'operating_margin_rate'> {
  /** Null: both states together. */
  month_state: MonthState | null
  occupied_minutes: number | null
  practical_capacity_minutes: number | null
}

const COLUMNS = { day: 'm.month', center: 'm.center_code' }

/** All money is added here, as DECIMAL; costs are null while a ledger of the group has not come. */
const sumColumns = () =>
  [
    sql<number>`count(*)`.as('center_months'),
    sumCount('m.exams_performed').as('exams_performed'),
    sumMoney('m.gross_charges').as('gross_charges'),
    sumMoney('m.pending_charges').as('pending_charges'),
    sumMoney('m.denied_charges').as('denied_charges'),
    sumMoney('m.refunded_charges').as('refunded_charges'),
    sumMoney('m.adjustments').as('adjustments'),
    sumMoney('m.written_off').as('written_off'),
    sumMoney('m.allowed').as('allowed'),
    sumMoney('m.refunds').as('refunds'),
    sumMoney('m.collected').as('collected'),
    sumMoney('m.outstanding').as('outstanding'),
    sumMoney('m.partner_payout').as('partner_payout'),
    sumMoney('m.net_revenue').as('net_revenue'),
    sumOrNull('m.variable_cost').as('variable_cost'),
    sumOrNull('m.fixed_cost').as('fixed_cost'),
    sumOrNull('m.contribution').as('contribution'),
    sumOrNull('m.operating_profit').as('operating_profit'),
    sumCount('m.denied_lines').as('denied_lines'),
    sumCount('m.adjudicated_lines').as('adjudicated_lines'),
    sumOrNull('m.used_capacity_cost').as('used_capacity_cost'),
    sumOrNull('m.down_capacity_cost').as('down_capacity_cost'),
    sumOrNull('m.unused_capacity_cost').as('unused_capacity_cost'),
    sumMinutes('m.occupied_minutes').as('occupied_minutes'),
    sumMinutes('m.practical_capacity_minutes').as('practical_capacity_minutes'),
  ] as const

/** By period, closed and open months apart and together. */
export async function sumsByPeriod(
  db: Kysely<Database>,
  filters: Filters,
): Promise<(Sums & { is_current: boolean })[]> {
  const current = isCurrent('m.month', filters)
  return db
    .selectFrom('mart.center_month as m')
    .where(inBothPeriods(filters, COLUMNS))
    .select([current.as('is_current'), 'm.month_state', ...sumColumns()])
    .groupBy(sql`GROUPING SETS ((is_current, m.month_state), (is_current))`)
    .$castTo<Sums & { is_current: boolean }>()
    .$call(asked('money.periods'))
}

export async function sumsByMonth(db: Kysely<Database>, filters: Filters): Promise<(Sums & { month: string })[]> {
  return db
    .selectFrom('mart.center_month as m')
    .where(inScope(filters, COLUMNS))
    .select(['m.month', 'm.month_state', ...sumColumns()])
    .groupBy(sql`GROUPING SETS ((m.month, m.month_state), (m.month))`)
    .orderBy('m.month')
    .$castTo<Sums & { month: string }>()
    .$call(asked('money.months'))
}

export async function sumsByCenter(
  db: Kysely<Database>,
  filters: Filters,
): Promise<(Sums & { center_code: string })[]> {
  return db
    .selectFrom('mart.center_month as m')
    .where(inScope(filters, COLUMNS))
    .select(['m.center_code', 'm.month_state', ...sumColumns()])
    .groupBy(['m.center_code', 'm.month_state'])
    .orderBy('m.center_code')
    .$castTo<Sums & { center_code: string }>()
    .$call(asked('money.centers'))
}

export function profitAndLoss(sums: Sums | undefined): ProfitAndLoss {
  if (!sums) return NOTHING
  const { month_state: _s, occupied_minutes: _o, practical_capacity_minutes: _p, ...money } = sums
  return { ...money, operating_margin_rate: marginOf(sums) }
}

export function marginOf({ operating_profit, net_revenue }: Pick<Sums, 'operating_profit' | 'net_revenue'>) {
  return operating_profit === null || net_revenue === 0 ? null : operating_profit / net_revenue
}

/** No center-month at all: nothing was charged, and nothing is known of costs. */
const NOTHING: ProfitAndLoss = {
  center_months: 0,
  exams_performed: 0,
  gross_charges: 0,
  pending_charges: 0,
  denied_charges: 0,
  refunded_charges: 0,
  adjustments: 0,
  written_off: 0,
  allowed: 0,
  refunds: 0,
  collected: 0,
  outstanding: 0,
  partner_payout: 0,
  net_revenue: 0,
  variable_cost: null,
  fixed_cost: null,
  contribution: null,
  operating_profit: null,
  operating_margin_rate: null,
  denied_lines: 0,
  adjudicated_lines: 0,
  used_capacity_cost: null,
  down_capacity_cost: null,
  unused_capacity_cost: null,
}
