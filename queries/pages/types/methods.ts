import type { Metric } from '../../metrics/define-metric.ts'

export interface MethodsPage {
  /** Null while nothing is published; the definitions stand without data. */
  snapshot_id: string | null
  metrics: Metric[]
}
