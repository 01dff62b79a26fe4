import type { NoSnapshot } from '#queries/page/page-types.ts'
import type { BudgetRow, CenterBudgetRow } from '#queries/profitability/books-types.ts'
import type { CenterProfitRow, ProfitabilityPage } from '#queries/profitability/profitability-types.ts'
import type { BookLinesModel } from './book-lines-card.tsx'
import type { PageAnswers } from '../server/pages.ts'
import { FEW_ROWS, fold, type Folded } from '../served/fold.ts'
import type { TableViews } from '../served/table-view.ts'

const MOST_MARGINS = 30

/** Operating margins in their order: all where they are few, else the extremes. */
export interface MarginModel {
  shown: CenterProfitRow[]
  known: number
  losing: number
}

interface Model extends Omit<ProfitabilityPage, 'centers' | 'center_months' | 'lines' | 'budgets'> {
  lines: BookLinesModel | null
  budgets: { lines: BudgetRow[]; centers: Folded<CenterBudgetRow> }
  centers: Folded<CenterProfitRow>
  margins: MarginModel
}

export type ProfitabilityModel = Model | NoSnapshot

function marginsOf(centers: CenterProfitRow[]): MarginModel {
  const known = centers.filter((c) => c.operating_margin_rate !== null)
  const sorted = [...known].sort((a, b) => (a.operating_margin_rate ?? 0) - (b.operating_margin_rate ?? 0))
  const half = MOST_MARGINS / 2
  return {
    shown: sorted.length > MOST_MARGINS ? [...sorted.slice(0, half), ...sorted.slice(-half)] : sorted,
    known: known.length,
    losing: known.filter((c) => (c.operating_margin_rate ?? 0) < 0).length,
  }
}

/** The profitability view as it is shown: of many centers those with the greatest revenue. */
export function foldProfitability(answer: PageAnswers['profitability'], views: TableViews): ProfitabilityModel {
  if (answer.snapshot_id === null) return answer
  // Months of single centers are in the twin; nothing on the page shows them.
  const { center_months: _, centers, lines, budgets, ...rest } = answer
  return {
    ...rest,
    lines: lines && { ...lines, centers: fold(lines.centers, { view: views('lines') }) },
    budgets: {
      lines: budgets.lines,
      centers: fold(budgets.centers, { view: views('budget_centers'), most: FEW_ROWS.second }),
    },
    centers: fold(centers, { weight: (c) => c.net_revenue, view: views('centers') }),
    margins: marginsOf(centers),
  }
}
