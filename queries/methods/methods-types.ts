import type { MetricWords } from '../metric/define.ts'

export interface MethodsPage {
  /** Null while nothing is published; the definitions stand without data. */
  snapshot_id: string | null
  metrics: MetricWords[]
}
