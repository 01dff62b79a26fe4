import type { CenterDose, DosePage, DosePlace } from '#queries/compliance/dose-types.ts'
import type { NoSnapshot } from '#queries/page/page-types.ts'
import { fold, MOST_ROWS, type Folded } from '../served/fold.ts'
import type { PageAnswers } from '../server/pages.ts'

interface Model extends Omit<DosePage, 'centers'> {
  /** What stands out first: over the level, unusually low, above the network. */
  centers: Folded<CenterDose>
  /** Medians of a center and protocol that are over their level, and that are unusually low. */
  placed: { over: number; low: number }
}

export type DoseModel = Model | NoSnapshot

const WEIGHT: Record<DosePlace, number> = { over: 3, low: 2, high: 1, usual: 0 }

const weightOf = ({ ctdi_vol, dlp }: CenterDose) =>
  Math.max(ctdi_vol.place ? WEIGHT[ctdi_vol.place] : -1, dlp.place ? WEIGHT[dlp.place] : -1)

/** The dose page as it is shown: of many centers those that stand out. */
export function foldDose(answer: PageAnswers['dose']): DoseModel {
  if (answer.snapshot_id === null) return answer
  const count = (place: DosePlace) =>
    answer.centers.filter(({ ctdi_vol, dlp }) => ctdi_vol.place === place || dlp.place === place).length
  return {
    ...answer,
    centers: fold([...answer.centers].sort((a, b) => weightOf(b) - weightOf(a))),
    placed: { over: count('over'), low: count('low') },
    over: answer.over.slice(0, MOST_ROWS),
  }
}
