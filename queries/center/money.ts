import type { Kysely } from 'kysely'
import { addDays } from '../filter/days.ts'
import { askedOf } from '../db/asked.ts'
import type { Database } from '../schema.ts'
import { moneyAttention } from '../overview/money.ts'
import { centerMonths, centerProfits } from '../profitability/centers.ts'
import { comparedBooks } from '../profitability/comparable-books.ts'
import { missingCosts } from '../profitability/missing-costs.ts'
import { HEADLINE, moneyFigures, totalsOf } from '../profitability/profitability-figures.ts'
import { booksOf } from '../profitability/period.ts'
import { booksByPeriod } from '../profitability/books.ts'
import { centerNames } from '../page/names.ts'
import type { CenterMoney } from './center-types.ts'
import type { Filters } from '../page/page-types.ts'
import { partnerShare } from './facts.ts'

/** Books of one center; its signals come from the network's funnel, so all centers are asked for. */
export async function centerMoney(db: Kysely<Database>, days: Filters, code: string): Promise<CenterMoney> {
  const filters = await booksOf(db, days)
  const [sums, compared, months, network, nameOf, share, missing_costs] = await Promise.all([
    booksByPeriod(db, filters),
    comparedBooks(db, filters, HEADLINE),
    centerMonths(db, filters),
    askedOf('network', () => centerProfits(db, { ...filters, center: [] })),
    centerNames(db),
    partnerShare(db, code, addDays(filters.to, -1)),
    missingCosts(db, filters),
  ])
  const mine = network.find((row) => row.center_code === code)
  return {
    filters,
    figures: moneyFigures(sums, compared, filters),
    totals: totalsOf(sums, true),
    months,
    missing_costs,
    attention: moneyAttention(network, nameOf).find((row) => row.center_code === code) ?? null,
    break_even_exams: mine?.break_even_exams ?? null,
    partner_share: share,
  }
}
