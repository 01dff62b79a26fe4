import type { NoSnapshot } from '#queries/page/page-types.ts'
import type { LedgerScannerRow, MinutesPage } from '#queries/throughput/minutes-types.ts'
import { fold, type Folded } from '../served/fold.ts'
import type { PageAnswers } from '../server/pages.ts'
import { lostMinutes } from './ledger-parts.ts'

interface Model extends Omit<MinutesPage, 'scanners'> {
  scanners: Folded<LedgerScannerRow>
}

export type MinutesModel = Model | NoSnapshot

/** The ledger as it is shown: of many scanners those with most lost minutes. */
export function foldMinutes(answer: PageAnswers['minutes']): MinutesModel {
  if (answer.snapshot_id === null) return answer
  const scanners = [...answer.scanners].sort((a, b) => lostMinutes(b) - lostMinutes(a))
  return { ...answer, scanners: fold(scanners) }
}
