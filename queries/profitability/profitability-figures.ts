import { amountOf, figure, none, rateOf, ratioOf } from '../metric/figure.ts'
import type { Estimate, Figures } from '../page/page-types.ts'
import type { MoneyMetric, ProfitAndLoss } from './profitability-types.ts'
import { profitAndLoss, type Sums } from './sums.ts'

/** Closed, open and all center-months of the period. */
export interface Totals {
  closed: ProfitAndLoss
  open: ProfitAndLoss
  all: ProfitAndLoss
}

type PeriodSums = Sums & { is_current: boolean }

export function totalsOf(sums: PeriodSums[], is_current: boolean): Totals {
  const of = (state: Sums['month_state']) =>
    profitAndLoss(sums.find((row) => row.is_current === is_current && row.month_state === state))
  return { closed: of('closed'), open: of('open'), all: of(null) }
}

/** What figures rest on: closed months, or the open ones where none is closed yet. */
export function basisOf(totals: Totals): { books: ProfitAndLoss; provisional: boolean } {
  const provisional = totals.closed.center_months === 0 && totals.open.center_months > 0
  return { books: provisional ? totals.open : totals.closed, provisional }
}

function estimates(p: ProfitAndLoss): Record<MoneyMetric, Estimate> {
  const amount = (value: number | null) => (p.center_months === 0 ? none('no_denominator') : amountOf(value))
  const perExam = ratioOf('net_revenue_per_exam', p.net_revenue, p.exams_performed)
  return {
    gross_charges: amount(p.gross_charges),
    allowed: amount(p.allowed),
    net_revenue: amount(p.net_revenue),
    contribution: amount(p.contribution),
    operating_profit: amount(p.operating_profit),
    operating_margin_rate:
      p.operating_profit === null
        ? none('ledger_not_come')
        : ratioOf('operating_margin_rate', p.operating_profit, p.net_revenue),
    denial_rate: rateOf('denial_rate', p.denied_lines, p.adjudicated_lines),
    net_revenue_per_exam: p.center_months === 0 ? none('no_denominator') : perExam,
    unused_capacity_cost: amount(p.unused_capacity_cost),
  }
}

/** Closed months against closed months; provisional figures are compared with nothing. */
export function moneyFigures(sums: PeriodSums[]): Figures<MoneyMetric> {
  const { books, provisional } = basisOf(totalsOf(sums, true))
  const before = totalsOf(sums, false).closed
  const current = estimates(books)
  const previous = provisional || before.center_months === 0 ? null : estimates(before)
  const names = Object.keys(current) as MoneyMetric[]
  return Object.fromEntries(
    names.map((name) => [name, figure(name, current[name], previous?.[name] ?? null, provisional)]),
  ) as Figures<MoneyMetric>
}
