import { sql, type RawBuilder } from 'kysely'
import { firstDayOfMonth, firstDayOfWeek } from '../db/functions.ts'
import { addDays, addMonths, daysBetween, monthOf } from '../filter/days.ts'
import { rateChart, type BaselineChart } from '../statistics/baseline-chart.ts'
import type { Sample } from '../statistics/proportion.ts'
import type { ControlChart, Filters, Period } from './page-types.ts'

/** Steps of the calendar. */
export type Step = Exclude<ControlChart['step'], 'seven_days'>

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

export function endOfStep(step: ControlChart['step'], start: string): string {
  if (step === 'month') return addMonths(start, 1)
  return addDays(start, step === 'day' ? 1 : 7)
}

/** Every step of a period, also those without observations; the first may begin before it. */
function stepsOf(step: Step, { from, to }: Period): string[] {
  const weekday = (new Date(`${from}T00:00:00Z`).getUTCDay() + 6) % 7
  const first = step === 'day' ? from : step === 'week' ? addDays(from, -weekday) : monthOf(from)
  const starts: string[] = []
  for (let start = first; start < to; start = endOfStep(step, start)) starts.push(start)
  return starts
}

/** Days before the period that limits come from: enough steps to judge by, where the data reaches back so far. */
const BASELINE_DAYS: Record<Step, number> = { day: 56, week: 182, month: 730 }

/** The days that a chart's limits come from: as the address asks, else those before the period. */
export const baselineOf = (step: Step, { from, baseline }: Pick<Filters, 'from' | 'baseline'>): Period =>
  baseline ?? { from: addDays(from, -BASELINE_DAYS[step]), to: from }

/** k of n, or a sum of values and their weights, of the step that begins on a day. */
export type Stepped = Sample & { start: string }

type Steps = { period: Period; samples: Stepped[] }

/** The chart of a page: its steps in order of time, and what the statistics say of them. */
export function chartOf(
  step: ControlChart['step'],
  baseline: Period,
  all: Stepped[],
  chart: BaselineChart,
): ControlChart {
  const { kind, center_line, sigma_z, baseline_points, points, onset } = chart
  return {
    ...{ kind, step, center_line, sigma_z, baseline, baseline_points },
    onset: onset && all[onset.at]!.start,
    points: all.map(({ start, k, n }, i) => {
      const { value, lower, upper, signals } = points[i]!
      return { from: start, to: endOfStep(step, start), n, numerator: k, value, lower, upper, signals }
    }),
  }
}

/** Every step, those without observations too. */
export const stepped = (starts: string[], samples: Stepped[]) => {
  const known = new Map(samples.map((sample) => [sample.start, sample]))
  return starts.map((start) => known.get(start) ?? { start, k: 0, n: 0 })
}

/**
 * A control chart of k of n per step whose limits come from the baseline before the period, so that a drift stands out
 * instead of moving its own limits. Steps without observations are gaps, points of fewer than five are not judged.
 */
export function baselineChart(step: Step, shown: Steps, baseline: Steps): ControlChart {
  const of = ({ period, samples }: Steps) => stepped(stepsOf(step, period), samples)
  const all = of(shown)
  return chartOf(step, baseline.period, all, rateChart(of(baseline), all))
}
