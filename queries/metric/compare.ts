import type { ControlChart, Estimate, Figures, Filters } from '../page/page-types.ts'
import type { MeasuredAgainst } from './against.ts'
import type { Metric } from './define.ts'
import { figure, none, type Against } from './estimate.ts'

/** Control charts by metric. */
export type Charts<Id extends string> = Partial<Record<Id, ControlChart>>

/** Why nothing of a page is compared; null where its period has one to stand beside. */
export function notComparedAtAll({
  comparison,
  previous_data,
}: Filters): Extract<Against, { not_compared: unknown }> | null {
  if (comparison.kind === 'none') return { not_compared: 'not_asked' }
  return previous_data === 'complete' ? null : { not_compared: 'previous_not_whole' }
}

/**
 * A group's figures beside those of the compared period, from its rows of a question asked by `measureAgainst`.
 * `absent`: what stands for a figure that the question did not ask. `charts`: the control charts of those that have one.
 */
export function comparedFigures<Id extends string>(
  metrics: readonly Metric<Id>[],
  rows: MeasuredAgainst<Id>[],
  filters: Filters,
  { absent = none('no_denominator'), charts = {} }: { absent?: Estimate; charts?: Charts<Id> } = {},
): Figures<Id> {
  const current = rows.find((row) => row.is_current)
  const figures: Partial<Record<Id, Estimate>> = current?.figures ?? {}
  const entries = metrics.map((metric) => {
    const against = notComparedAtAll(filters) ?? current?.against?.[metric.id] ?? { not_compared: 'no_value' as const }
    return [metric.id, figure(metric, figures[metric.id] ?? absent, against, { chart: charts[metric.id] })]
  })
  return Object.fromEntries(entries) as Figures<Id>
}

/** The rows of each group of one key, in their order. */
export function groupsOf<Id extends string>(
  rows: MeasuredAgainst<Id>[],
  key: string,
): Map<string, MeasuredAgainst<Id>[]> {
  const groups = new Map<string, MeasuredAgainst<Id>[]>()
  for (const one of rows) {
    const name = one.row[key] as string
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  return groups
}
