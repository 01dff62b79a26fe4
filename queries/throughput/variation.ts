import type { Kysely } from 'kysely'
import type { Metric } from '../metric/define.ts'
import type { Charts } from '../metric/compare.ts'
import { centerDay, scannerDay } from '../metric/sources.ts'
import { chartsOf, ofFew, stepsMeasured } from '../page/headline-charts.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { throughputMetrics as m } from './throughput-metrics.ts'

/**
 * Days know the medians of their center, so a step's point is their mean, weighted by exams: what is judged over time, never
 * the period's figure, which is taken over its exams.
 */
function ofDays<Id extends string>(metric: Metric<Id>): Metric<Id> {
  const { id } = metric
  return {
    ...metric,
    kind: 'ratio',
    numerator: centerDay.amount(`${id} * exams_performed`, { as: `${id}_sum` }),
    denominator: centerDay.sum(`CASE WHEN ${id} IS NOT NULL THEN exams_performed END`, { as: `${id}_exams` }),
    minimumCount: 0,
  }
}

/** The headline figures that have a control chart: counts follow volume and have none. */
export const CHARTED = [
  ofFew(m.utilization_rate),
  ofFew(m.no_show_rate),
  ofDays(m.wait_minutes_median),
  ofDays(m.turnaround_minutes_median),
  ofDays(m.turnaround_minutes_p90),
  ofDays(m.exam_minutes_median),
  ofFew(m.out_of_hours_rate),
  {
    ...ofFew(m.repeat_rate),
    // Of days as the others, which know no scanner: exams would be read for half a year.
    numerator: centerDay.sum('repeats', { as: 'day_repeats' }),
    denominator: centerDay.sum('exams_performed', { as: 'day_exams' }),
  },
] as const

export type ChartedMetric = (typeof CHARTED)[number]['id']

/** Control charts of a modality's headline figures. */
export interface ModalityCharts {
  modality: string
  /** Exams performed in the period. */
  exams_performed: number
  charts: Charts<ChartedMetric>
}

export const VARIATION = 'throughput.variation'

/**
 * The control charts of the headline figures by modality, in steps of seven days. Under a scanner filter only use has one:
 * days of a center know no scanner.
 * @param all with those that can judge nothing, since the data does not reach back far enough
 */
export async function variationCharts(
  db: Kysely<Database>,
  filters: Filters,
  { all = false } = {},
): Promise<ModalityCharts[]> {
  const exams = filters.scanner.length > 0 ? scannerDay.sum('exams_performed') : centerDay.sum('exams_performed')
  const asked = { name: VARIATION, metrics: CHARTED, by: ['modality'], beside: [exams] }
  const measured = await stepsMeasured<ChartedMetric>(db, filters, { ...asked, table: centerDay, all })
  if (measured === null) return []
  const { steps, rows } = measured
  const modalities = [...new Set(rows.map(({ row }) => row['modality'] as string))].sort()
  return modalities.map((modality) => {
    const mine = rows.filter(({ row }) => row['modality'] === modality)
    const performed = mine.filter(({ is_current }) => is_current).map(({ row }) => Number(row['exams_performed'] ?? 0))
    return {
      modality,
      exams_performed: performed.reduce((sum, n) => sum + n, 0),
      charts: chartsOf(CHARTED, steps, mine),
    }
  })
}
