import { daysBetween } from '../filter/days.ts'
import { ofSet } from '../metric/grouping-sets.ts'
import { controlChart, endOfStep } from '../page/control-chart.ts'
import type { Period } from '../page/page-types.ts'
import type { ConcordancePoint, VersionSpan } from './concordance-types.ts'
import { BY_STEP, BY_VERSION, BY_VERSION_AND_STEP, WATCHED, type Steps } from './readings.ts'
import { countsOf } from './two-by-two.ts'

/** Findings are rare: weeks up to half a year, months beyond. */
export const concordanceStep = (period: Period) => (daysBetween(period.from, period.to) <= 190 ? 'week' : 'month')

type Signals = Map<string, ConcordancePoint['signals']>

/** Signals of one product by step, versions together: an upgrade must show as a shift, not as a new chart. */
function signalsOf(steps: Steps[], step: 'week' | 'month'): Signals {
  const signals: Signals = new Map()
  for (const { id } of WATCHED) {
    const samples = steps.map(({ row, figures }) => {
      const { numerator, n } = figures[id]
      return { start: row['start'] as string, k: numerator ?? 0, n: n ?? 0 }
    })
    for (const point of controlChart(step, samples).points)
      for (const rule of point.signals)
        signals.set(point.from, [...(signals.get(point.from) ?? []), { metric: id, rule }])
  }
  return signals
}

export function concordanceOverTime(steps: Steps[], step: 'week' | 'month'): ConcordancePoint[] {
  const together = ofSet(steps, ...BY_STEP)
  const products = new Set(together.map(({ row }) => row['product_code'] as string))
  const signals = new Map(
    [...products].map((code) => [
      code,
      signalsOf(
        together.filter(({ row }) => row['product_code'] === code),
        step,
      ),
    ]),
  )
  return ofSet(steps, ...BY_VERSION_AND_STEP).map(({ row, figures }) => {
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
      signals: signals.get(product_code)?.get(start) ?? [],
    }
  })
}

/** From which day to which each version was read, so that a change can be marked. */
export function versionSpans(steps: Steps[]): VersionSpan[] {
  return ofSet(steps, ...BY_VERSION)
    .map(({ row, figures }) => ({
      product_code: row['product_code'] as string,
      product_version: row['product_version'] as string,
      first_day: row['first_day'] as string,
      last_day: row['last_day'] as string,
      n: figures.readings.value ?? 0,
    }))
    .sort((a, b) => a.product_code.localeCompare(b.product_code) || a.first_day.localeCompare(b.first_day))
}
