import { figure, none } from '../metric/estimate.ts'
import { ofSet } from '../metric/grouping-sets.ts'
import type { Measured } from '../metric/measure.ts'
import type { Estimate, Figures, Filters } from '../page/page-types.ts'
import { concordanceMetrics as m } from './concordance-metrics.ts'
import type { ConcordanceMetric } from './concordance-types.ts'
import type { Coverage } from './coverage.ts'
import type { Readings } from './readings.ts'
import type { Runs } from './runs.ts'

/** What can be said of all products together: how much AI is used. Never one sensitivity of all. */
const HEADLINE = [
  ...[m.readings, m.products, m.ai_failure_rate, m.ai_open_rate],
  ...[m.ai_coverage_rate, m.ai_flagged_share],
]

interface Rows {
  readings: Readings[]
  runs: Runs[]
  coverage: Coverage[]
}

type Estimates = Partial<Record<ConcordanceMetric, Estimate>>

const ofPeriod = (rows: Measured<string>[], is_current: boolean): Estimates =>
  Object.assign({}, ...rows.filter((row) => row.is_current === is_current).map(({ figures }) => figures)) as Estimates

export function concordanceFigures({ readings, runs, coverage }: Rows, filters: Filters): Figures<ConcordanceMetric> {
  const together: Measured<string>[] = [...ofSet(readings), ...ofSet(runs), ...ofSet(coverage)]
  const [current, previous] = [ofPeriod(together, true), ofPeriod(together, false)]
  const compared = filters.previous_data !== 'none'
  const entries = HEADLINE.map((metric) => {
    const now = current[metric.id] ?? none('no_denominator')
    const before = compared && now.reason !== 'not_by_scanner' ? (previous[metric.id] ?? null) : null
    return [metric.id, figure(metric, now, before)]
  })
  return Object.fromEntries(entries) as Figures<ConcordanceMetric>
}
