import type { Kysely } from 'kysely'
import type { Metric } from '../metric/define.ts'
import { figure, none } from '../metric/estimate.ts'
import { measure, type Measured } from '../metric/measure.ts'
import type { Estimate, Figures, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { throughputMetrics } from './throughput-metrics.ts'
import type { ModalityFigures, ThroughputMetric } from './throughput-types.ts'

const { unreported_rate: _u, down_share: _d, ...headline } = throughputMetrics
/** What the tiles of the view show. */
export const HEADLINE = Object.values(headline) as Metric<ThroughputMetric>[]

/** Counts add up over modalities; rates and medians of several modalities together would say nothing. */
const POOLED = HEADLINE.filter((metric) => metric.kind === 'count')

/** Headline figures by modality, and the counts of all modalities together, each in both periods. */
export interface Tally {
  modalities: Measured<ThroughputMetric>[]
  together: Measured<ThroughputMetric>[]
}

/** From daily marts where they can, and from exams where a period's median is asked. */
export async function tally(db: Kysely<Database>, filters: Filters): Promise<Tally> {
  const [modalities, together] = await Promise.all([
    measure(db, { name: 'throughput.modalities', metrics: HEADLINE, by: ['modality'], filters, periods: 'both' }),
    measure(db, { name: 'throughput.together', metrics: POOLED, by: [], filters, periods: 'both' }),
  ])
  return { modalities, together }
}

type Estimates = Partial<Record<ThroughputMetric, Estimate>>

function compare(
  current: Estimates,
  previous: Estimates,
  absent: Estimate,
  filters: Filters,
): Figures<ThroughputMetric> {
  const compared = filters.previous_data !== 'none'
  const entries = HEADLINE.map((metric) => {
    const now = current[metric.id] ?? absent
    const before = previous[metric.id] ?? absent
    return [metric.id, figure(metric, now, compared && now.reason !== 'not_by_scanner' ? before : null)]
  })
  return Object.fromEntries(entries) as Figures<ThroughputMetric>
}

function pair(rows: Measured<ThroughputMetric>[], absent: Estimate, filters: Filters): Figures<ThroughputMetric> {
  const of = (is_current: boolean) => rows.find((row) => row.is_current === is_current)?.figures ?? {}
  return compare(of(true), of(false), absent, filters)
}

const modalitiesOf = (rows: Measured<ThroughputMetric>[]) => [
  ...new Set(rows.map(({ row }) => row['modality'] as string)),
]

export function throughputByModality({ modalities }: Tally, filters: Filters): ModalityFigures[] {
  return modalitiesOf(modalities).map((modality) => ({
    modality,
    figures: pair(
      modalities.filter(({ row }) => row['modality'] === modality),
      none('no_denominator'),
      filters,
    ),
  }))
}

/** Headline: one modality gives all figures, several give counts only. */
export function throughputFigures({ modalities, together }: Tally, filters: Filters): Figures<ThroughputMetric> {
  const { length } = modalitiesOf(modalities)
  if (length === 1) return pair(modalities, none('no_denominator'), filters)
  return pair(together, none(length === 0 ? 'no_denominator' : 'modalities_not_pooled'), filters)
}
