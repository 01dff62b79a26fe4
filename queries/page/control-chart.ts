import { daysBetween } from '../filter/days.ts'
import { sql, type RawBuilder } from 'kysely'
import { firstDayOfMonth, firstDayOfWeek } from '../db/functions.ts'
import { addDays, addMonths } from '../filter/days.ts'
import { laneyChart, pChart, type Sample } from '../statistics/control-charts.ts'
import { nhsRules } from '../statistics/control-rules.ts'
import type { ControlChart, Period } from './page-types.ts'

export type Step = ControlChart['step']

/** Days for up to two months, weeks for up to a year and a quarter, months beyond: some 10 to 65 points. */
export function stepOf(period: Period): Step {
  const days = daysBetween(period.from, period.to)
  if (days <= 62) return 'day'
  return days <= 460 ? 'week' : 'month'
}

/** First day of the step that a day lies in. */
export function startOfStep(step: Step, column: string): RawBuilder<string> {
  if (step === 'week') return firstDayOfWeek(column)
  return step === 'month' ? firstDayOfMonth(column) : sql<string>`${sql.ref(column)}`
}

export function endOfStep(step: Step, start: string): string {
  if (step === 'month') return addMonths(start, 1)
  return addDays(start, step === 'week' ? 7 : 1)
}

/** Plain p limits understate the spread of large volumes; beyond this σz the Laney limits are taken. */
const OVERDISPERSED = 1.2

/** A control chart of k of n per step, with the signals that it gives. Steps without observations are gaps. */
export function controlChart(step: Step, samples: (Sample & { start: string })[]): ControlChart {
  const sorted = [...samples].sort((a, b) => a.start.localeCompare(b.start))
  const laney = laneyChart(sorted)
  const kind = laney && laney.sigma_z > OVERDISPERSED ? 'laney' : 'p'
  const chart = kind === 'laney' ? laney : pChart(sorted)
  const values = sorted.map((s) => (s.n > 0 ? s.k / s.n : null))
  const z = values.map((value, i) => {
    const sigma = chart?.limits[i]?.sigma ?? 0
    return value === null || !chart || sigma === 0 ? null : (value - chart.center) / sigma
  })
  const signals = nhsRules(values, z)
  return {
    kind,
    step,
    center_line: chart?.center ?? null,
    sigma_z: laney?.sigma_z ?? null,
    points: sorted.map((s, i) => ({
      from: s.start,
      to: endOfStep(step, s.start),
      n: s.n,
      numerator: s.k,
      value: values[i] ?? null,
      lower: chart?.limits[i]?.lower ?? null,
      upper: chart?.limits[i]?.upper ?? null,
      signals: signals[i] ?? [],
    })),
  }
}
