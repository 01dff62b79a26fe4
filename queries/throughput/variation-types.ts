import type { ChartedFigure } from '../page/headline-charts.ts'
import type { PageBase } from '../page/page-types.ts'
import type { ChartedMetric } from './variation.ts'

export interface ModalityVariation {
  modality: string
  exams_performed: number
  figures: ChartedFigure<ChartedMetric>[]
}

export interface VariationPage extends PageBase {
  /** Most exams first. */
  modalities: ModalityVariation[]
}
