import type { NoSnapshot } from '#queries/page/page-types.ts'
import type { CenterChange, ChangePage } from '#queries/profitability/change-types.ts'
import { fold, type Folded } from '../served/fold.ts'
import type { TableViews } from '../served/table-view.ts'
import type { PageAnswers } from '../server/pages.ts'

interface Model extends Omit<ChangePage, 'centers'> {
  centers: Folded<CenterChange>
}

export type ChangeModel = Model | NoSnapshot

/** The change as it is shown: of many centers those that moved most. */
export function foldChange(answer: PageAnswers['change'], views: TableViews): ChangeModel {
  if (answer.snapshot_id === null) return answer
  const centers = fold(answer.centers, { view: views('centers') })
  return { ...answer, centers }
}
