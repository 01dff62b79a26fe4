import type { Kysely } from 'kysely'
import { addDays } from '../filter/days.ts'
import type { Database } from '../schema.ts'
import { centerMonths, centerProfits } from '../profitability/centers.ts'
import { comparedBooks } from '../profitability/comparable-books.ts'
import { missingCosts } from '../profitability/missing-costs.ts'
import { HEADLINE, moneyFigures, totalsOf } from '../profitability/profitability-figures.ts'
import { booksOf } from '../profitability/period.ts'
import { booksByPeriod } from '../profitability/books.ts'
import type { CenterMoney } from './center-types.ts'
import type { Filters } from '../page/page-types.ts'
import { partnerShare } from './facts.ts'

/** Books of one center. */
export async function centerMoney(db: Kysely<Database>, days: Filters, code: string): Promise<CenterMoney> {
  const filters = await booksOf(db, days)
  const [sums, compared, months, profits, share, missing_costs] = await Promise.all([
    booksByPeriod(db, filters),
    comparedBooks(db, filters, HEADLINE),
    centerMonths(db, filters),
    centerProfits(db, filters),
    partnerShare(db, code, addDays(filters.to, -1)),
    missingCosts(db, filters),
  ])
  const mine = profits.find((row) => row.center_code === code)
  return {
    filters,
    figures: moneyFigures(sums, compared, filters),
    totals: totalsOf(sums, true),
    months,
    missing_costs,
    break_even_exams: mine?.break_even_exams ?? null,
    partner_share: share,
  }
}
