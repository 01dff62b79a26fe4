import type { NoSnapshot } from '#queries/page/page-types.ts'
import type { ChangePage, ChartedFigure, ModalityChange } from '#queries/throughput/change-types.ts'
import type { PageAnswers } from '../server/pages.ts'

/** A row of the table: what the charts say, without their points. */
export interface ChangeRow extends Omit<ModalityChange, 'figures'> {
  said: (Pick<ChartedFigure, 'metric' | 'verdict'> & { onset: string | null })[]
}

interface Model extends Omit<ChangePage, 'modalities'> {
  rows: ChangeRow[]
  /** The modality whose charts are drawn: that with most exams of those chosen; null without exams. */
  drawn: ModalityChange | null
}

export type ChangeModel = Model | NoSnapshot

/** The page as it is shown: the charts of one modality. */
export function foldChange(answer: PageAnswers['change']): ChangeModel {
  if (answer.snapshot_id === null) return answer
  const { modalities, ...base } = answer
  const rows = modalities.map(({ figures, ...row }) => ({
    ...row,
    said: figures.map(({ metric, verdict, chart }) => ({ metric, verdict, onset: chart.onset })),
  }))
  return { ...base, rows, drawn: modalities[0] ?? null }
}
