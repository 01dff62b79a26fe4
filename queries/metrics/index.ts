import { complianceMetrics } from './compliance.ts'
import { concordanceMetrics } from './concordance.ts'
import type { Metric } from './define-metric.ts'
import { profitabilityMetrics } from './profitability.ts'
import { throughputMetrics } from './throughput.ts'

export type { Metric, MetricPage, Text, Unit } from './define-metric.ts'

/** Every figure that a page shows, in the order of the methods page. */
export const metrics: Metric[] = [
  ...throughputMetrics,
  ...complianceMetrics,
  ...concordanceMetrics,
  ...profitabilityMetrics,
]

const byId = new Map(metrics.map((metric) => [metric.id, metric]))

/** The definition of a figure; an id that nobody defined is a fault of the program. */
export function metric(id: string): Metric {
  const found = byId.get(id)
  if (!found) throw new Error(`No metric is defined under the id ${id}`)
  return found
}
