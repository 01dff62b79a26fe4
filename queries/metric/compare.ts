import type { Estimate, Figures, Filters } from '../page/page-types.ts'
import type { Metric } from './define.ts'
import { figure, none } from './estimate.ts'
import type { Measured } from './measure.ts'

/**
 * A group's figures beside those of the previous period, from its rows of a question that asks both. Nothing is compared
 * where the data does not reach back. `absent`: what stands for a figure that the question did not ask.
 */
export function comparedFigures<Id extends string>(
  metrics: readonly Metric<Id>[],
  rows: Measured<Id>[],
  filters: Filters,
  absent: Estimate = none('no_denominator'),
): Figures<Id> {
  const of = (is_current: boolean): Partial<Record<Id, Estimate>> =>
    rows.find((row) => row.is_current === is_current)?.figures ?? {}
  const [current, previous] = [of(true), of(false)]
  const entries = metrics.map((metric) => {
    const now = current[metric.id] ?? absent
    const isCompared = filters.previous_data !== 'none' && now.reason !== 'not_by_scanner'
    return [metric.id, figure(metric, now, isCompared ? (previous[metric.id] ?? absent) : null)]
  })
  return Object.fromEntries(entries) as Figures<Id>
}

/** The rows of each group of one key, in their order. */
export function groupsOf<Id extends string>(rows: Measured<Id>[], key: string): Map<string, Measured<Id>[]> {
  const groups = new Map<string, Measured<Id>[]>()
  for (const one of rows) {
    const name = one.row[key] as string
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  return groups
}
