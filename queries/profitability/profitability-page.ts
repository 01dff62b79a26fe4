import type { WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import { centerMonths, centerProfits } from './centers.ts'
import { aiMoney, costRows } from './costs.ts'
import { comparedBooks } from './comparable-books.ts'
import { missingCosts } from './missing-costs.ts'
import { HEADLINE, moneyFigures, totalsOf } from './profitability-figures.ts'
import { monthRows } from './months.ts'
import { denialRows, payerRows } from './payers.ts'
import { resolveBooks } from './period.ts'
import { priceSteps } from './price-steps.ts'
import { booksByMonth, booksByPeriod } from './books.ts'
import { waterfall } from './waterfall.ts'
import { answer } from '../page/answer.ts'
import type { Answer, Feed } from '../page/page-types.ts'
import type { ProfitabilityPage } from './profitability-types.ts'

/** What centers earn and cost by whole months; open months are provisional and compared with nothing. */
export function profitabilityPage(reader: WarehouseReader, filter: Filter): Promise<Answer<ProfitabilityPage>> {
  const needs: Feed[] = ['exams', 'billing', 'costs', 'scanner_log']
  return answer(reader, { name: 'profitability', filter, needs, resolve: resolveBooks }, async ({ db, filters }) => {
    const [sums, compared, months, center_months, centers, payers, denials, price_steps, costs, ai, missing_costs] =
      await Promise.all([
        booksByPeriod(db, filters),
        comparedBooks(db, filters, HEADLINE),
        booksByMonth(db, filters),
        centerMonths(db, filters),
        centerProfits(db, filters),
        payerRows(db, filters),
        denialRows(db, filters),
        priceSteps(db, filters),
        costRows(db, filters),
        aiMoney(db, filters),
        missingCosts(db, filters),
      ])
    const totals = totalsOf(sums, true)
    return {
      figures: moneyFigures(sums, compared, filters),
      totals,
      months: monthRows(months),
      missing_costs,
      center_months,
      centers,
      waterfall: waterfall(totals),
      payers,
      denials,
      price_steps,
      costs,
      ai,
      before_head_office_cost: !costs.some((row) => row.category === 'hq'),
    }
  })
}
