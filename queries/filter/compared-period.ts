import { holidaysThatDiffer, samePeriodLastYear } from '../calendar.ts'
import type { Comparison, Period } from '../page/page-types.ts'
import { addDays, addMonths, daysBetween, monthsBetween } from './days.ts'
import { FilterError, type Filter } from './filter.ts'
import { filterIssue } from './problems.ts'

type Asked = Pick<Filter, 'compare' | 'compare_from'>
type Compared = { previous: Period } & Pick<Comparison, 'kind' | 'aligned'>

/** So that weekdays stand beside the same weekdays. */
const YEAR_OF_WEEKS = 364

export function kindOf({ compare, compare_from }: Asked): Comparison['kind'] {
  return compare_from !== undefined ? 'own' : (compare ?? 'previous')
}

function before(period: Period): Period {
  return { from: addDays(period.from, -daysBetween(period.from, period.to)), to: period.from }
}

/** By the lunar year where the Spring Festival moves, by the calendar where 52 weeks would overlap, else 52 weeks back. */
function yearAgo(period: Period): Compared {
  const { aligned, ...lastYear } = samePeriodLastYear(period)
  const weeks = { from: addDays(period.from, -YEAR_OF_WEEKS), to: addDays(period.to, -YEAR_OF_WEEKS) }
  const chosen: Compared =
    aligned === 'lunar'
      ? { previous: lastYear, kind: 'year', aligned }
      : weeks.to <= period.from
        ? { previous: weeks, kind: 'year', aligned: 'weekday' }
        : { previous: lastYear, kind: 'year', aligned: 'calendar' }
  // More than a year has no year before it that does not overlap.
  return chosen.previous.to <= period.from ? chosen : { ...chosen, previous: before(period), aligned: 'calendar' }
}

function own(period: Period, from: string): Period {
  const to = addDays(from, daysBetween(period.from, period.to))
  if (to <= period.from) return { from, to }
  throw new FilterError([filterIssue('compare_from', 'compared_within', { day: period.from, end: to })])
}

/** The days that a period of days is compared with. @throws {FilterError} when a chosen period reaches into the period */
export function comparedDays(period: Period, asked: Asked): Compared {
  const kind = kindOf(asked)
  if (kind === 'year') return yearAgo(period)
  if (kind === 'none') return { previous: { from: period.from, to: period.from }, kind, aligned: null }
  const previous = kind === 'own' ? own(period, asked.compare_from!) : before(period)
  return { previous, kind, aligned: null }
}

/** The months that `length` months from `first` are compared with; `chosen` is where the compared days begin. */
export function comparedMonths(first: string, length: number, kind: Comparison['kind'], chosen: string): Period {
  if (kind === 'none') return { from: first, to: first }
  const years = 12 * Math.ceil(length / 12)
  const back = kind === 'year' ? years : kind === 'own' ? Math.max(length, monthsBetween(chosen, first)) : length
  return { from: addMonths(first, -back), to: addMonths(first, length - back) }
}

export function comparisonOf(period: Period, { previous, kind, aligned }: Compared): Comparison {
  const holidays = kind === 'none' ? [] : holidaysThatDiffer(period, previous)
  return { kind, aligned, holidays, working_days: null, left_out: [], closed_centers: null }
}
