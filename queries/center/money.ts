import type { Kysely } from 'kysely'
import { addDays } from '../filter/days.ts'
import type { Database } from '../schema.ts'
import { centerMonths, centerProfits } from '../profitability/centers.ts'
import { moneyFigures, totalsOf } from '../profitability/profitability-figures.ts'
import { booksOf } from '../profitability/period.ts'
import { booksByPeriod } from '../profitability/books.ts'
import type { CenterMoney } from './center-types.ts'
import type { Filters } from '../page/page-types.ts'
import { partnerShare } from './facts.ts'

/** Books of one center. */
export async function centerMoney(db: Kysely<Database>, days: Filters, code: string): Promise<CenterMoney> {
  const filters = await booksOf(db, days)
  const [sums, months, profits, share] = await Promise.all([
    booksByPeriod(db, filters),
    centerMonths(db, filters),
    centerProfits(db, filters),
    partnerShare(db, code, addDays(filters.to, -1)),
  ])
  const mine = profits.find((row) => row.center_code === code)
  return {
    figures: moneyFigures(sums),
    totals: totalsOf(sums, true),
    months,
    break_even_exams: mine?.break_even_exams ?? null,
    partner_share: share,
  }
}
