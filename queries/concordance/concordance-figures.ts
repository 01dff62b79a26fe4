import { total } from '../statistics/two-by-two.ts'
import { countOf, figure, rateOf } from '../metric/figure.ts'
import type { Estimate, Figures, Filters } from '../page/page-types.ts'
import type { ConcordanceMetric } from './concordance-types.ts'
import type { CoverageRow } from './coverage.ts'
import type { ReadingGroup } from './readings.ts'
import type { RunsRow } from './runs.ts'

interface Rows {
  groups: ReadingGroup[]
  runs: RunsRow[]
  coverage: CoverageRow[]
}

function estimates({ groups, runs, coverage }: Rows, is_current: boolean): Record<ConcordanceMetric, Estimate> {
  const mine = <T extends { is_current: boolean }>(rows: T[]) => rows.filter((row) => row.is_current === is_current)
  const sum = <T>(rows: T[], of: (row: T) => number) => rows.reduce((s, row) => s + of(row), 0)
  const [readings, sent, months] = [mine(groups), mine(runs), mine(coverage)]
  const positives = sum(months, (m) => m.reader_positives)
  const [all, ok] = [sum(sent, (r) => r.runs), sum(sent, (r) => r.ok)]
  return {
    readings: countOf(sum(readings, total)),
    products: countOf(new Set(readings.map((r) => r.product_code)).size),
    ai_failure_rate: rateOf('ai_failure_rate', all - ok, all),
    ai_open_rate: rateOf(
      'ai_open_rate',
      sum(sent, (r) => r.opened),
      ok,
    ),
    ai_coverage_rate: rateOf(
      'ai_coverage_rate',
      sum(months, (m) => m.covered),
      positives,
    ),
    ai_flagged_share: rateOf(
      'ai_flagged_share',
      sum(months, (m) => m.covered_and_flagged),
      positives,
    ),
  }
}

/** Products are never pooled into one sensitivity; what can be said of all together is how much AI is used. */
export function concordanceFigures(rows: Rows, filters: Filters): Figures<ConcordanceMetric> {
  const [current, previous] = [estimates(rows, true), estimates(rows, false)]
  const compared = filters.previous_data !== 'none'
  const names = Object.keys(current) as ConcordanceMetric[]
  return Object.fromEntries(
    names.map((name) => [name, figure(name, current[name], compared ? previous[name] : null)]),
  ) as Figures<ConcordanceMetric>
}
