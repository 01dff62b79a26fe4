import { daysBetween } from '../filter/days.ts'
import { ofSet } from '../metric/grouping-sets.ts'
import { baselineChart, endOfStep } from '../page/control-chart.ts'
import type { Period } from '../page/page-types.ts'
import type { ConcordancePoint, ReadingLimits, VersionSpan } from './concordance-types.ts'
import { BY_STEP, BY_VERSION, BY_VERSION_AND_STEP, WATCHED, type Steps } from './readings.ts'
import { countsOf } from './two-by-two.ts'

/** Findings are rare: weeks up to half a year, months beyond. */
export const concordanceStep = (period: Period) => (daysBetween(period.from, period.to) <= 190 ? 'week' : 'month')

interface Span {
  step: 'week' | 'month'
  period: Period
  baseline: Period
}

/** Each watched rate of one product between limits of its own, versions together: an upgrade must show as a shift. */
function chartsOf(steps: Steps[], { step, period, baseline }: Span) {
  return WATCHED.map(({ id }) => {
    const samples = (shown: boolean) =>
      steps
        .filter(({ is_current }) => is_current === shown)
        .map(({ row, figures }) => {
          const { numerator, n } = figures[id]
          return { start: row['start'] as string, k: numerator ?? 0, n: n ?? 0 }
        })
    const shown = { period, samples: samples(true) }
    return { metric: id, chart: baselineChart(step, shown, { period: baseline, samples: samples(false) }) }
  })
}

type Charts = Map<string, ReturnType<typeof chartsOf>>

/** By product, of those read in the period. */
function chartsByProduct(steps: Steps[], span: Span): Charts {
  const together = ofSet(steps, ...BY_STEP)
  const read = together.filter(({ is_current }) => is_current).map(({ row }) => row['product_code'] as string)
  const of = (code: string) => together.filter(({ row }) => row['product_code'] === code)
  return new Map([...new Set(read)].map((code) => [code, chartsOf(of(code), span)]))
}

function signalsAt(charts: Charts, product_code: string, start: string): ConcordancePoint['signals'] {
  return (charts.get(product_code) ?? []).flatMap(({ metric, chart }) => {
    const point = chart.points.find(({ from }) => from === start)
    return (point?.signals ?? []).map((rule) => ({ metric, rule }))
  })
}

function pointsOf(steps: Steps[], step: Span['step'], charts: Charts): ConcordancePoint[] {
  const current = ofSet(steps, ...BY_VERSION_AND_STEP).filter(({ is_current }) => is_current)
  return current.map(({ row, figures }) => {
    const [product_code, start] = [row['product_code'] as string, row['start'] as string]
    const { agreement, sensitivity, specificity, readings } = figures
    return {
      product_code,
      product_version: row['product_version'] as string,
      from: start,
      to: endOfStep(step, start),
      ...countsOf({ row }),
      n: readings.value ?? 0,
      ...{ agreement, sensitivity, specificity },
      signals: signalsAt(charts, product_code, start),
    }
  })
}

/** Each product by week or month, judged by limits from the days before the period: a drift does not move its own. */
export function concordanceOverTime(
  steps: Steps[],
  span: Span,
): { points: ConcordancePoint[]; limits: ReadingLimits[] } {
  const charts = chartsByProduct(steps, span)
  const limits = [...charts].flatMap(([product_code, list]) =>
    list.map(({ metric, chart: { kind, center_line, baseline_points, onset } }) => {
      return { product_code, metric, kind, center_line, baseline_points, onset }
    }),
  )
  return { points: pointsOf(steps, span.step, charts), limits }
}

/** From which day to which each version was read, so that a change can be marked. */
export function versionSpans(steps: Steps[]): VersionSpan[] {
  return ofSet(steps, ...BY_VERSION)
    .filter(({ is_current }) => is_current)
    .map(({ row, figures }) => ({
      product_code: row['product_code'] as string,
      product_version: row['product_version'] as string,
      first_day: row['first_day'] as string,
      last_day: row['last_day'] as string,
      n: figures.readings.value ?? 0,
    }))
    .sort((a, b) => a.product_code.localeCompare(b.product_code) || a.first_day.localeCompare(b.first_day))
}
