import type { Kysely } from 'kysely'
import { latestPerSnapshot } from '../db/once.ts'
import type { Database } from '../schema.ts'
import { budgets } from '../profitability/budgets.ts'
import { centerProfits } from '../profitability/centers.ts'
import { comparedBooks } from '../profitability/comparable-books.ts'
import { HEADLINE, moneyFigures } from '../profitability/profitability-figures.ts'
import { monthRows } from '../profitability/months.ts'
import { booksOf } from '../profitability/period.ts'
import { booksByMonth, booksByPeriod } from '../profitability/books.ts'
import { centerNames } from '../page/names.ts'
import { priceSteps } from '../profitability/price-steps.ts'
import { receivables } from '../profitability/receivables.ts'
import type { Filters } from '../page/page-types.ts'
import { moneyCandidates } from './money-candidates.ts'
import type { OverviewMoney } from './overview-types.ts'

/** What signals about money rest on, and what may be one; yuan are set beside patients by the net revenue of an exam. */
export const moneySignals = (db: Kysely<Database>, days: Filters) =>
  latestPerSnapshot(db, 'money signals', days, () => ask(db, days))

async function ask(db: Kysely<Database>, days: Filters) {
  const filters = await booksOf(db, days)
  const [sums, compared, centers, steps, owed, nameOf] = await Promise.all([
    booksByPeriod(db, filters),
    comparedBooks(db, filters, HEADLINE),
    centerProfits(db, filters),
    priceSteps(db, filters),
    receivables(db, filters),
    centerNames(db),
  ])
  const figures = moneyFigures(sums, compared, filters)
  return {
    filters,
    figures,
    centers,
    candidates: moneyCandidates({ centers, steps, owed: owed.centers }, nameOf),
    cny_per_patient: figures.net_revenue_per_exam.value,
  }
}

export type MoneySignals = Awaited<ReturnType<typeof moneySignals>>

/** The lines of a plan that a glance is for. */
const BUDGETED = ['net_revenue', 'operating_profit']

/** The part of the overview that only some may see; whole months that the period touches. */
export async function overviewMoney(
  db: Kysely<Database>,
  { filters, figures, centers }: MoneySignals,
): Promise<OverviewMoney> {
  const [months, planned] = await Promise.all([booksByMonth(db, filters), budgets(db, filters)])
  return {
    filters,
    figures,
    centers: centers.map(({ center_code, net_revenue, operating_profit, operating_margin_rate }) => ({
      center_code,
      net_revenue,
      operating_profit,
      operating_margin_rate,
    })),
    budget: planned.lines.filter(({ line }) => BUDGETED.includes(line)),
    months: monthRows(months).map(({ month, month_state, net_revenue, operating_profit }) => ({
      month,
      month_state,
      net_revenue,
      operating_profit,
    })),
  }
}
