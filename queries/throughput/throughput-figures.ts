import type { Kysely } from 'kysely'
import { comparedFigures, groupsOf } from '../metric/compare.ts'
import type { Metric } from '../metric/define.ts'
import { none } from '../metric/estimate.ts'
import { measureAgainst, type MeasuredAgainst } from '../metric/against.ts'
import type { Figures, Filters } from '../page/page-types.ts'
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
  modalities: MeasuredAgainst<ThroughputMetric>[]
  together: MeasuredAgainst<ThroughputMetric>[]
}

/** From daily marts where they can, and from exams where a period's median is asked. */
export async function tally(db: Kysely<Database>, filters: Filters): Promise<Tally> {
  const [modalities, together] = await Promise.all([
    measureAgainst(db, {
      name: 'throughput.modalities',
      metrics: HEADLINE,
      by: ['modality'],
      filters,
      periods: 'both',
      explains: { utilization_rate: throughputMetrics.down_share },
    }),
    measureAgainst(db, { name: 'throughput.together', metrics: POOLED, by: [], filters, periods: 'both' }),
  ])
  return { modalities, together }
}

export function throughputByModality({ modalities }: Tally, filters: Filters): ModalityFigures[] {
  return [...groupsOf(modalities, 'modality')].map(([modality, rows]) => ({
    modality,
    figures: comparedFigures(HEADLINE, rows, filters),
  }))
}

/** Headline: one modality gives all figures, several give counts only. */
export function throughputFigures({ modalities, together }: Tally, filters: Filters): Figures<ThroughputMetric> {
  const { size } = groupsOf(modalities, 'modality')
  if (size === 1) return comparedFigures(HEADLINE, modalities, filters)
  const absent = none(size === 0 ? 'no_denominator' : 'modalities_not_pooled')
  return comparedFigures(HEADLINE, together, filters, absent)
}
