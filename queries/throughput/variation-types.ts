import type { ControlChart, PageBase, Verdict } from '../page/page-types.ts'
import type { ChartedMetric } from './variation.ts'

export interface ChartedFigure {
  metric: ChartedMetric
  /** Null where the baseline gives no limits or no point of the period can be judged. */
  verdict: Verdict | null
  chart: ControlChart
}

export interface ModalityVariation {
  modality: string
  exams_performed: number
  figures: ChartedFigure[]
}

export interface VariationPage extends PageBase {
  /** Most exams first. */
  modalities: ModalityVariation[]
}
