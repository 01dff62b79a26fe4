import { rates, total, addCounts, NO_COUNTS, type Counts } from '../statistics/two-by-two.ts'
import { daysBetween } from '../filter/days.ts'
import { controlChart, endOfStep } from '../page/control-chart.ts'
import type { Period } from '../page/page-types.ts'
import type { ConcordancePoint, VersionSpan } from './concordance-types.ts'
import type { ReadingStep } from './readings.ts'
import { groupAgreement } from './two-by-two.ts'

/** Findings are rare: weeks up to half a year, months beyond. */
export const concordanceStep = (period: Period) => (daysBetween(period.from, period.to) <= 190 ? 'week' : 'month')

const WATCHED = ['agreement', 'sensitivity', 'specificity'] as const

type Signals = Map<string, ConcordancePoint['signals']>

/** Signals of one product by step, versions together: an upgrade must show as a shift, not as a new chart. */
function signalsOf(steps: ReadingStep[], step: 'week' | 'month'): Signals {
  const sums = new Map<string, Counts>()
  for (const row of steps) sums.set(row.start, addCounts(sums.get(row.start) ?? NO_COUNTS, row))
  const signals: Signals = new Map()
  for (const name of WATCHED) {
    const samples = [...sums].map(([start, counts]) => ({ start, ...rates(counts)[name] }))
    for (const point of controlChart(step, samples).points)
      for (const rule of point.signals)
        signals.set(point.from, [...(signals.get(point.from) ?? []), { metric: name, rule }])
  }
  return signals
}

export function concordanceOverTime(steps: ReadingStep[], step: 'week' | 'month'): ConcordancePoint[] {
  const products = [...new Set(steps.map((row) => row.product_code))]
  return products.flatMap((product_code) => {
    const mine = steps.filter((row) => row.product_code === product_code)
    const signals = signalsOf(mine, step)
    return mine.map(({ start, product_version, tp, fp, fn, tn }) => {
      const counts = { tp, fp, fn, tn }
      const { agreement, sensitivity, specificity } = groupAgreement(counts)
      return {
        product_code,
        product_version,
        from: start,
        to: endOfStep(step, start),
        ...counts,
        n: total(counts),
        agreement,
        sensitivity,
        specificity,
        signals: signals.get(start) ?? [],
      }
    })
  })
}

/** From which day to which each version was read, so that a change can be marked. */
export function versionSpans(steps: ReadingStep[]): VersionSpan[] {
  const spans = new Map<string, VersionSpan>()
  for (const row of steps) {
    const { product_code, product_version, first_day, last_day } = row
    const key = `${product_code}\u0000${product_version}`
    const known = spans.get(key)
    spans.set(key, {
      product_code,
      product_version,
      first_day: known && known.first_day < first_day ? known.first_day : first_day,
      last_day: known && known.last_day > last_day ? known.last_day : last_day,
      n: (known?.n ?? 0) + total(row),
    })
  }
  return [...spans.values()].sort(
    (a, b) => a.product_code.localeCompare(b.product_code) || a.first_day.localeCompare(b.first_day),
  )
}
