import type { Kysely } from 'kysely'
import { comparedFigures, groupsOf, notComparedAtAll } from '../metric/compare.ts'
import type { Metric } from '../metric/define.ts'
import { none } from '../metric/estimate.ts'
import { measureAgainst, type MeasuredAgainst } from '../metric/against.ts'
import type { Figures, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { variationCharts, type ModalityCharts } from './variation.ts'
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
  /** By which rates and medians are judged; none where nothing is compared. */
  charts: ModalityCharts[]
}

/** From daily marts where they can, and from exams where a period's median is asked. */
export async function tally(db: Kysely<Database>, filters: Filters): Promise<Tally> {
  const [modalities, together, charts] = await Promise.all([
    measureAgainst(db, {
      name: 'throughput.modalities',
      metrics: HEADLINE,
      by: ['modality'],
      filters,
      periods: 'both',
      explains: { utilization_rate: throughputMetrics.down_share },
    }),
    measureAgainst(db, { name: 'throughput.together', metrics: POOLED, by: [], filters, periods: 'both' }),
    notComparedAtAll(filters) === null ? variationCharts(db, filters) : [],
  ])
  return { modalities, together, charts }
}

const chartsOf = ({ charts }: Tally, modality: string) => charts.find((one) => one.modality === modality)?.charts

export function throughputByModality(tallies: Tally, filters: Filters): ModalityFigures[] {
  return [...groupsOf(tallies.modalities, 'modality')].map(([modality, rows]) => ({
    modality,
    figures: comparedFigures(HEADLINE, rows, filters, { charts: chartsOf(tallies, modality) }),
  }))
}

/** Headline: one modality gives all figures, several give counts only. */
export function throughputFigures(tallies: Tally, filters: Filters): Figures<ThroughputMetric> {
  const { modalities, together } = tallies
  const [first, ...others] = groupsOf(modalities, 'modality').keys()
  if (first !== undefined && others.length === 0)
    return comparedFigures(HEADLINE, modalities, filters, { charts: chartsOf(tallies, first) })
  const absent = none(first === undefined ? 'no_denominator' : 'modalities_not_pooled')
  return comparedFigures(HEADLINE, together, filters, { absent })
}
