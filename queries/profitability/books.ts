import type { Kysely } from 'kysely'
import { measure, type Measured } from '../metric/measure.ts'
import type { Estimate, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import {
  adjudicatedLines,
  capacityMonths,
  centerMonths,
  deniedLines,
  exams,
  profitabilityMetrics as m,
} from './profitability-metrics.ts'
import type { ProfitAndLoss } from './profitability-types.ts'

export type MonthState = 'open' | 'closed'

/** Amounts of the profit and loss. */
export const LINES = [
  m.gross_charges,
  m.pending_charges,
  m.denied_charges,
  m.refunded_charges,
  m.adjustments,
  m.written_off,
  m.allowed,
  m.refunds,
  m.collected,
  m.outstanding,
  m.partner_payout,
  m.net_revenue,
  m.variable_cost,
  m.fixed_cost,
  m.contribution,
  m.operating_profit,
  m.used_capacity_cost,
  m.down_capacity_cost,
  m.unused_capacity_cost,
]

const RATES = [m.operating_margin_rate, m.denial_rate, m.net_revenue_per_exam, m.capacity_use_rate, m.break_even_exams]

export type BooksMetric = ((typeof LINES)[number] | (typeof RATES)[number])['id']

/** The books of some center-months: amounts added as DECIMAL; costs unknown while a ledger of them has not come. */
export interface Books {
  /** Null: both states together. */
  month_state: MonthState | null
  center_months: number
  /** Of these, those whose capacity costs are known. */
  capacity_months: number
  exams_performed: number
  denied_lines: number
  adjudicated_lines: number
  figures: Record<BooksMetric, Estimate>
}

const SUMS = [centerMonths, capacityMonths, exams, deniedLines, adjudicatedLines]

function booksOf({ row, figures }: Measured<BooksMetric>): Books {
  const sum = (name: string) => row[name] as number
  return {
    month_state: row['month_state'] as MonthState | null,
    center_months: sum('center_months'),
    capacity_months: sum('capacity_months'),
    exams_performed: sum('exams_performed'),
    denied_lines: sum('denied_lines'),
    adjudicated_lines: sum('adjudicated_lines'),
    figures,
  }
}

interface By {
  name: string
  /** The key beside the month's state. */
  key?: 'month' | 'center_code'
  /** Rows of both states together as well. */
  together: boolean
  periods: 'current' | 'both'
}

async function ask(db: Kysely<Database>, filters: Filters, { name, key, together, periods }: By) {
  const keys = key ? [key] : []
  const by = [...keys, 'month_state']
  const sets = together ? { sets: [by, keys] } : {}
  const rows = await measure(db, {
    name,
    metrics: [...LINES, ...RATES],
    by,
    ...sets,
    filters,
    periods,
    beside: SUMS,
  })
  return rows
    .map((measured) => ({
      key: key ? (measured.row[key] as string) : '',
      is_current: measured.is_current,
      ...booksOf(measured),
    }))
    .filter((books) => books.center_months > 0)
}

/** By period, closed and open months apart and together. */
export const booksByPeriod = (db: Kysely<Database>, filters: Filters): Promise<(Books & { is_current: boolean })[]> =>
  ask(db, filters, { name: 'profitability.periods', together: true, periods: 'both' })

/** By month, closed and open center-months apart and together. */
export const booksByMonth = (db: Kysely<Database>, filters: Filters): Promise<(Books & { key: string })[]> =>
  ask(db, filters, { name: 'profitability.months', key: 'month', together: true, periods: 'current' })

export const booksByCenter = (db: Kysely<Database>, filters: Filters): Promise<(Books & { key: string })[]> =>
  ask(db, filters, { name: 'profitability.centers', key: 'center_code', together: false, periods: 'current' })

/** No center-month at all: nothing was charged, and nothing is known of costs. */
const UNKNOWN = new Set<string>(
  [
    m.variable_cost,
    m.fixed_cost,
    m.contribution,
    m.operating_profit,
    m.used_capacity_cost,
    m.down_capacity_cost,
    m.unused_capacity_cost,
  ].map(({ id }) => id),
)

/** Key by key, since the books of hundreds of centers go through here. */
export function profitAndLoss(books: Books | undefined): ProfitAndLoss {
  const row: Partial<Record<keyof ProfitAndLoss, number | null>> = {
    center_months: books?.center_months ?? 0,
    capacity_months: books?.capacity_months ?? 0,
    exams_performed: books?.exams_performed ?? 0,
  }
  for (const { id } of LINES) row[id] = books ? books.figures[id].value : UNKNOWN.has(id) ? null : 0
  row.operating_margin_rate = books?.figures.operating_margin_rate.value ?? null
  row.denied_lines = books?.denied_lines ?? 0
  row.adjudicated_lines = books?.adjudicated_lines ?? 0
  return row as ProfitAndLoss
}
