import type { NoSnapshot } from '#queries/page/page-types.ts'
import type { VariationPage, ModalityVariation } from '#queries/throughput/variation-types.ts'
import type { PageAnswers } from '../server/pages.ts'

/** A row of the table: what the charts say, without their points. */
export interface VariationRow extends Omit<ModalityVariation, 'figures'> {
  said: (Pick<ModalityVariation['figures'][number], 'metric' | 'verdict'> & { onset: string | null })[]
}

interface Model extends Omit<VariationPage, 'modalities'> {
  rows: VariationRow[]
  /** The modality whose charts are drawn: that with most exams of those chosen; null without exams. */
  drawn: ModalityVariation | null
}

export type VariationModel = Model | NoSnapshot

/** The page as it is shown: the charts of one modality. */
export function foldVariation(answer: PageAnswers['variation']): VariationModel {
  if (answer.snapshot_id === null) return answer
  const { modalities, ...base } = answer
  const rows = modalities.map(({ figures, ...row }) => ({
    ...row,
    said: figures.map(({ metric, verdict, chart }) => ({ metric, verdict, onset: chart.onset })),
  }))
  return { ...base, rows, drawn: modalities[0] ?? null }
}
