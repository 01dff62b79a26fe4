import { sevenDaysBefore } from '../db/functions.ts'
import { addDays, daysBetween } from '../filter/days.ts'
import { continued, rateChart, valueChart } from '../statistics/baseline-chart.ts'
import type { Sample } from '../statistics/proportion.ts'
import { chartOf, stepped, type Stepped } from './control-chart.ts'
import type { ControlChart, Filters, Period } from './page-types.ts'

/** Half a year of them gives limits. */
const MOST_BASELINE_STEPS = 26
const FEWEST_BASELINE_STEPS = 12
const SEVEN = 7

/** The steps of seven days that end with the period, and those that their limits come from. */
export interface SevenDays {
  shown: Period
  baseline: Period
  /** Whether the period holds a whole step, and the baseline the twelve that limits take. */
  isJudged: boolean
}

/** The whole steps within some days, counted back from `to`. */
function wholeSteps({ from, to }: Period, anchor: string): Period {
  const odd = ((daysBetween(to, anchor) % SEVEN) + SEVEN) % SEVEN
  const last = odd === 0 ? to : addDays(to, odd - SEVEN)
  const steps = Math.max(0, Math.floor(daysBetween(from, last) / SEVEN))
  return { from: addDays(last, -SEVEN * steps), to: last }
}

/**
 * Steps of seven days that end with the period, since no day of the week is like another: those within it, of a shorter one
 * the one that ends with it. The baseline is the up to 26 before it, or those of the address.
 * @param first the first day of the data
 */
export function sevenDaySteps(
  { from, to, baseline }: Pick<Filters, 'from' | 'to' | 'baseline'>,
  first: string,
): SevenDays {
  const within = wholeSteps({ from, to }, to)
  const shown = within.from === to ? { from: addDays(to, -SEVEN), to } : within
  const end = from < shown.from ? from : shown.from
  const before = baseline ?? { from: addDays(end, -SEVEN * (MOST_BASELINE_STEPS + 1)), to: end }
  const reached = wholeSteps({ from: before.from < first ? first : before.from, to: before.to }, to)
  const steps = daysBetween(reached.from, reached.to) / SEVEN
  const most = baseline ? steps : Math.min(steps, MOST_BASELINE_STEPS)
  return {
    ...{ shown, baseline: { from: addDays(reached.to, -SEVEN * most), to: reached.to } },
    isJudged: within.from < to && steps >= FEWEST_BASELINE_STEPS,
  }
}

/** First day of the step of seven days that a day lies in. */
export const startOfSeven = ({ shown }: SevenDays, column: string) => sevenDaysBefore(column, shown.to)

const startsOfSeven = ({ from, to }: Period) =>
  Array.from({ length: daysBetween(from, to) / SEVEN }, (_, i) => addDays(from, SEVEN * i))

/**
 * A chart of steps of seven days: p or Laney's p′ of rates, XmR of values (`k` ÷ `n` of a step, weights for n). Runs go on
 * from the baseline, since a period of four weeks holds four points.
 */
export function sevenDayChart(
  { shown, baseline }: SevenDays,
  of: 'rates' | 'values',
  samples: Stepped[],
): ControlChart {
  const [before, all] = [stepped(startsOfSeven(baseline), samples), stepped(startsOfSeven(shown), samples)]
  const measured = ({ k, n }: Sample) => ({ value: n > 0 ? k / n : null, n })
  const chart =
    of === 'rates' ? continued(rateChart, before, all) : continued(valueChart, before.map(measured), all.map(measured))
  return chartOf('seven_days', baseline, all, chart)
}
