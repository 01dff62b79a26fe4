import type { Kysely } from 'kysely'
import type { WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import { bookLines, isStep, type LinesAsked } from './book-lines.ts'
import { budgets } from './budgets.ts'
import { centerMonths, centerProfits } from './centers.ts'
import { aiMoney, costRows } from './costs.ts'
import { comparedBooks } from './comparable-books.ts'
import { groupRows } from './groups.ts'
import { missingCosts } from './missing-costs.ts'
import { HEADLINE, moneyFigures, totalsOf } from './profitability-figures.ts'
import { monthRows } from './months.ts'
import { denialRows, payerRows } from './payers.ts'
import { resolveBooks } from './period.ts'
import { priceSteps } from './price-steps.ts'
import { statementOfBooks } from './statement.ts'
import { booksByMonth, booksByPeriod } from './books.ts'
import { waterfall } from './waterfall.ts'
import { answer } from '../page/answer.ts'
import type { Answer, Feed, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { ProfitabilityPage } from './profitability-types.ts'

/** What stands beside the figures: the same books in other spans and groups, beside the plan, and line by line. */
async function booksBeside(db: Kysely<Database>, filters: Filters, asked: LinesAsked | null) {
  const [lines, statement, planned, groups] = await Promise.all([
    asked && bookLines(db, filters, asked),
    statementOfBooks(db, filters),
    budgets(db, filters),
    groupRows(db, filters),
  ])
  return { lines, statement, budgets: planned, groups }
}

interface Options {
  /** The bar of the waterfall whose lines are asked for. */
  line?: string
  /** Page of its rows. */
  page?: number
  /** Whether single exams may be shown. */
  persons?: boolean
}

/** What centers earn and cost by whole months; open months are provisional and compared with nothing. */
export function profitabilityPage(
  reader: WarehouseReader,
  filter: Filter,
  { line, page, persons = false }: Options = {},
): Promise<Answer<ProfitabilityPage>> {
  const needs: Feed[] = ['exams', 'billing', 'costs', 'scanner_log']
  const options = isStep(line) ? { line, page, persons } : {}
  const asked = { name: 'profitability', filter, options, needs, resolve: resolveBooks }
  return answer(reader, asked, async ({ db, filters }) => {
    const [
      sums,
      compared,
      months,
      center_months,
      centers,
      payers,
      denials,
      price_steps,
      costs,
      ai,
      missing_costs,
      more,
    ] = await Promise.all([
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
      booksBeside(db, filters, isStep(line) ? { step: line, page, persons } : null),
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
      ...more,
      payers,
      denials,
      price_steps,
      costs,
      ai,
      before_head_office_cost: !costs.some((row) => row.category === 'hq'),
    }
  })
}
