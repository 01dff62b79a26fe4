import type { NoSnapshot } from '#queries/page/page-types.ts'
import type { CenterThroughputRow, ScannerRow, ThroughputPage } from '#queries/throughput/throughput-types.ts'
import type { PageAnswers } from '../server/pages.ts'
import { FEW_ROWS, fold, type Folded } from '../served/fold.ts'
import type { TableViews } from '../served/table-view.ts'

/** So many scanners are drawn: of more, the fullest and the emptiest. */
const MOST_DRAWN = 24

/** The scanners of known use that a chart draws. */
export interface ScannerUse {
  drawn: ScannerRow[]
  /** How many have known staffed hours, of how many. */
  known: number
  total: number
}

interface Model extends Omit<ThroughputPage, 'centers' | 'scanners' | 'scanners_total'> {
  centers: Folded<CenterThroughputRow>
  scanners: Folded<ScannerRow>
  scanner_use: ScannerUse
}

export type ThroughputModel = Model | NoSnapshot

/** @param scanners the most used first, as the page answers them */
export function scannerUse(scanners: ScannerRow[]): ScannerUse {
  const known = scanners.filter((row) => row.utilization_rate !== null)
  const half = MOST_DRAWN / 2
  const drawn = known.length > MOST_DRAWN ? [...known.slice(0, half), ...known.slice(-half)] : known
  return { drawn, known: known.length, total: scanners.length }
}

/** The throughput view as it is shown: of many centers those with most exams. */
export function foldThroughput(answer: PageAnswers['throughput'], views: TableViews): ThroughputModel {
  if (answer.snapshot_id === null) return answer
  const { scanners_total: _total, ...shown } = answer
  return {
    ...shown,
    centers: fold(answer.centers, { weight: (row) => row.exams_performed, view: views('centers') }),
    scanners: fold(answer.scanners, { view: views('scanners'), most: FEW_ROWS.second }),
    scanner_use: scannerUse(answer.scanners),
  }
}
