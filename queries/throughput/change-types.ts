import type { ControlChart, PageBase, Verdict } from '../page/page-types.ts'
import type { ChartedMetric } from './change.ts'

export interface ChartedFigure {
  metric: ChartedMetric
  /** Null where the baseline gives no limits or no point of the period can be judged. */
  verdict: Verdict | null
  chart: ControlChart
}

export interface ModalityChange {
  modality: string
  exams_performed: number
  figures: ChartedFigure[]
}

export interface ChangePage extends PageBase {
  /** Most exams first. */
  modalities: ModalityChange[]
}
