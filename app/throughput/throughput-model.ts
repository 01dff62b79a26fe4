import type { NoSnapshot } from '#queries/page/page-types.ts'
import type { CenterThroughputRow, ThroughputPage } from '#queries/throughput/throughput-types.ts'
import type { PageAnswers } from '../server/pages.ts'
import { fold, type Folded } from '../served/fold.ts'

interface Model extends Omit<ThroughputPage, 'centers'> {
  centers: Folded<CenterThroughputRow>
}

export type ThroughputModel = Model | NoSnapshot

/** The throughput view as it is shown: of many centers those with most exams. */
export function foldThroughput(answer: PageAnswers['throughput']): ThroughputModel {
  if (answer.snapshot_id === null) return answer
  return { ...answer, centers: fold(answer.centers, (row) => row.exams_performed) }
}
