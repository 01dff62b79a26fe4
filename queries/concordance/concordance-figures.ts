import { ofSet } from '../metric/grouping-sets.ts'
import type { MeasuredAgainst } from '../metric/against.ts'
import { comparedFigures } from '../metric/compare.ts'
import type { Figures, Filters } from '../page/page-types.ts'
import { concordanceMetrics as m } from './concordance-metrics.ts'
import type { ConcordanceMetric } from './concordance-types.ts'
import type { Coverage } from './coverage.ts'
import type { Readings } from './readings.ts'
import type { Runs } from './runs.ts'

/** What can be said of all products together: how much AI is used. Never one sensitivity of all. */
export const HEADLINE = [
  ...[m.readings, m.products, m.ai_failure_rate, m.ai_open_rate],
  ...[m.ai_coverage_rate, m.ai_flagged_share],
]

interface Rows {
  readings: Readings[]
  runs: Runs[]
  coverage: Coverage[]
}

export function concordanceFigures({ readings, runs, coverage }: Rows, filters: Filters): Figures<ConcordanceMetric> {
  const together: MeasuredAgainst<string>[] = [...ofSet(readings), ...ofSet(runs), ...ofSet(coverage)]
  const current = together.filter((row) => row.is_current)
  const all = {
    row: {},
    is_current: true,
    figures: Object.assign({}, ...current.map(({ figures }) => figures)) as MeasuredAgainst<string>['figures'],
    against: Object.assign(
      {},
      ...current.map(({ against }) => against ?? {}),
    ) as MeasuredAgainst<string>['against'] & {},
  }
  return comparedFigures(HEADLINE, [all], filters)
}
