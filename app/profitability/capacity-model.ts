import type { NoSnapshot } from '#queries/page/page-types.ts'
import type { CapacityPage, CenterCapacity, ScannerCapacity } from '#queries/profitability/capacity-types.ts'
import { fold, type Folded } from '../served/fold.ts'
import type { TableViews } from '../served/table-view.ts'
import type { PageAnswers } from '../server/pages.ts'

interface Model extends Omit<CapacityPage, 'centers' | 'scanners'> {
  centers: Folded<CenterCapacity>
  scanners: Folded<ScannerCapacity>
  /** Centers below and above break-even, and those of which it is not known. */
  standing: { below: number; above: number; unknown: number }
}

export type CapacityModel = Model | NoSnapshot

/** Capacity as it is shown: the centers furthest below break-even, the scanners with most unused cost. */
export function foldCapacity(answer: PageAnswers['capacity'], views: TableViews): CapacityModel {
  if (answer.snapshot_id === null) return answer
  const known = answer.centers.filter((row) => row.exams_beyond_per_day !== null)
  const below = known.filter((row) => row.exams_beyond_per_day! < 0).length
  return {
    ...answer,
    centers: fold(answer.centers, { view: views('centers') }),
    scanners: fold(answer.scanners, { weight: (row) => row.unused_cost ?? 0, view: views('scanners') }),
    standing: { below, above: known.length - below, unknown: answer.centers.length - known.length },
  }
}
