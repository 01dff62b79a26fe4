import { addDays } from '../filter/days.ts'
import type { Day, Filters } from './page-types.ts'

const NOW_DAYS = 28
const BEFORE_DAYS = 56

/**
 * What changed lately does not hang on the period that is looked at: the last 28 days of the data against the 56 before
 * them, for the places of the filter.
 */
export function lookBack(filters: Filters, lastDay: Day | null): Filters {
  const to = lastDay === null ? filters.to : addDays(lastDay, 1)
  const from = addDays(to, -NOW_DAYS)
  return { ...filters, from, to, previous: { from: addDays(from, -BEFORE_DAYS), to: from }, previous_data: 'complete' }
}

/** The two spans of a look-back, to be said on the page. */
export const spansOf = ({ from, to, previous }: Filters) => ({ now: { from, to }, before: previous })
