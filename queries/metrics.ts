import { complianceMetrics } from './compliance/compliance-metrics.ts'
import { concordanceMetrics } from './concordance/concordance-metrics.ts'
import { aiUseMetrics } from './concordance/use-metrics.ts'
import type { Metric } from './metric/define.ts'
import { examMoneyMetrics } from './profitability/exam-money-metrics.ts'
import { payerMetrics } from './profitability/payer-metrics.ts'
import { profitabilityMetrics } from './profitability/profitability-metrics.ts'
import { flowMetrics } from './throughput/flow-metrics.ts'
import { ledgerMetrics } from './throughput/ledger-metrics.ts'
import { throughputMetrics } from './throughput/throughput-metrics.ts'

export type { Metric, MetricPage, MetricWords, Text, Unit } from './metric/define.ts'

/** Every figure that a page shows, in the order of the methods page. */
export const metrics: Metric[] = [
  ...Object.values(throughputMetrics),
  ...Object.values(ledgerMetrics),
  ...Object.values(flowMetrics),
  ...Object.values(complianceMetrics),
  ...Object.values(concordanceMetrics),
  ...Object.values(aiUseMetrics),
  ...Object.values(profitabilityMetrics),
  ...Object.values(payerMetrics),
  ...Object.values(examMoneyMetrics),
]

const byId = new Map(metrics.map((metric) => [metric.id, metric]))

/** The definition of a figure; an id that nobody defined is a fault of the program. */
export function metric(id: string): Metric {
  const found = byId.get(id)
  if (!found) throw new Error(`No metric is defined under the id ${id}`)
  return found
}
