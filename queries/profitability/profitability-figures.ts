import type { Metric } from '../metric/define.ts'
import { figure, none } from '../metric/estimate.ts'
import type { Against } from '../metric/estimate.ts'
import type { Figures, Filters } from '../page/page-types.ts'
import { profitAndLoss, type Books } from './books.ts'
import { againstOf, type ComparedBooks } from './comparable-books.ts'
import { profitabilityMetrics as m } from './profitability-metrics.ts'
import type { MoneyMetric, ProfitAndLoss } from './profitability-types.ts'

/** What the tiles of the view show. */
export const HEADLINE: Metric<MoneyMetric>[] = [
  m.gross_charges,
  m.allowed,
  m.net_revenue,
  m.contribution,
  m.operating_profit,
  m.operating_margin_rate,
  m.denial_rate,
  m.net_revenue_per_exam,
  m.unused_capacity_cost,
]

type PeriodBooks = Books & { is_current: boolean }

const find = (books: PeriodBooks[], is_current: boolean, state: Books['month_state']) =>
  books.find((row) => row.is_current === is_current && row.month_state === state)

/** Closed, open and all center-months of the period. */
export interface Totals {
  closed: ProfitAndLoss
  open: ProfitAndLoss
  all: ProfitAndLoss
}

export function totalsOf(books: PeriodBooks[], is_current: boolean): Totals {
  const of = (state: Books['month_state']) => profitAndLoss(find(books, is_current, state))
  return { closed: of('closed'), open: of('open'), all: of(null) }
}

/** What figures rest on: closed months, or the open ones where none is closed yet. */
export function basisOf(totals: Totals): { books: ProfitAndLoss; provisional: boolean } {
  const provisional = totals.closed.center_months === 0 && totals.open.center_months > 0
  return { books: provisional ? totals.open : totals.closed, provisional }
}

export type MoneyCompared = ComparedBooks<MoneyMetric>

/** Why figures of money are compared with nothing. */
export const notCompared = (filters: Filters, provisional: boolean): Against =>
  filters.comparison.kind === 'none'
    ? { not_compared: 'not_asked' }
    : { not_compared: provisional ? 'month_open' : 'not_closed_in_both' }

/** Closed months against closed months of the same centers; provisional figures are compared with nothing. */
export function moneyFigures(
  books: PeriodBooks[],
  compared: MoneyCompared | null,
  filters: Filters,
): Figures<MoneyMetric> {
  const closed = find(books, true, 'closed')
  const open = find(books, true, 'open')
  const current = closed ?? open
  const provisional = !closed && open !== undefined
  const alone = notCompared(filters, provisional)
  const entries = HEADLINE.map((metric) => {
    const against = compared && !provisional ? againstOf(metric, compared) : alone
    return [metric.id, figure(metric, current?.figures[metric.id] ?? none('no_denominator'), against, { provisional })]
  })
  return Object.fromEntries(entries) as Figures<MoneyMetric>
}
