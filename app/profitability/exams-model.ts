import type { NoSnapshot } from '#queries/page/page-types.ts'
import type {
  CenterLeakRow,
  CenterLossRow,
  CenterMoneyRow,
  ExamsPage,
  ProtocolMoneyRow,
  ScannerHourRow,
} from '#queries/profitability/exams-types.ts'
import type { PageAnswers } from '../server/pages.ts'
import { fold, type Folded } from '../served/fold.ts'
import type { TableViews } from '../served/table-view.ts'

/** So many scanners at either end are drawn where there are more than twice as many. */
const EXTREMES = 10

interface Model extends Omit<ExamsPage, 'protocols' | 'centers' | 'scanners' | 'loss_centers' | 'leak_centers'> {
  protocols: Folded<ProtocolMoneyRow>
  centers: Folded<CenterMoneyRow>
  scanners: Folded<ScannerHourRow>
  /** Those whose staffed hour leaves least and most, and how many have one, and of these how many leave nothing. */
  hours: { shown: ScannerHourRow[]; known: number; losing: number }
  loss_centers: Folded<CenterLossRow>
  leak_centers: Folded<CenterLeakRow>
}

export type ExamsModel = Model | NoSnapshot

function hoursOf(scanners: ScannerHourRow[]): Model['hours'] {
  const known = scanners.filter((row) => row.left_per_staffed_hour !== null)
  const shown = known.length > 2 * EXTREMES ? [...known.slice(0, EXTREMES), ...known.slice(-EXTREMES)] : known
  return { shown, known: known.length, losing: known.filter((row) => (row.left_per_staffed_hour ?? 0) < 0).length }
}

/** What exams bring as it is shown: of many centers, protocols and scanners those with the most at stake. */
export function foldExams(answer: PageAnswers['exams'], views: TableViews): ExamsModel {
  if (answer.snapshot_id === null) return answer
  const contribution = (row: { contribution: number | null }) => row.contribution ?? 0
  return {
    ...answer,
    protocols: fold(answer.protocols, { weight: contribution, view: views('protocols') }),
    centers: fold(answer.centers, { weight: contribution, view: views('centers') }),
    scanners: fold(answer.scanners, { view: views('hours') }),
    hours: hoursOf(answer.scanners),
    loss_centers: fold(answer.loss_centers, { view: views('loss_centers') }),
    leak_centers: fold(answer.leak_centers, { view: views('leak_centers') }),
  }
}
