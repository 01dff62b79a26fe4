import type { Kysely } from 'kysely'
import { beginnings, begunCenters, type DayTable } from '../filter/beginnings.ts'
import { addDays } from '../filter/days.ts'
import type { Database } from '../schema.ts'
import type { Day, Filters, LeftOut, LookBack } from './page-types.ts'

const NOW_DAYS = 28
const BEFORE_DAYS = 56
/** Days within which every center that is there has had an exam. */
const FIRST_WEEK = 7

/**
 * What changed lately does not hang on the period that is looked at: the last 28 days of the data against the 56 before
 * them, for the places of the filter.
 */
export function lookBack(filters: Filters, lastDay: Day | null): Filters {
  const to = lastDay === null ? filters.to : addDays(lastDay, 1)
  const from = addDays(to, -NOW_DAYS)
  return { ...filters, from, to, previous: { from: addDays(from, -BEFORE_DAYS), to: from }, previous_data: 'complete' }
}

/**
 * The look-back over centers whose data of a table was there from its first week on, or from the table's own: one that has
 * just begun has nothing to be different from, and moves what the others add up to.
 */
export async function settled(
  db: Kysely<Database>,
  lately: Filters,
  table: DayTable,
): Promise<{ filters: Filters; left_out: string[] }> {
  const first = await beginnings(db, table)
  const begun = begunCenters(first, lately).sort()
  const start = [...first.values()].reduce((least, day) => (day < least ? day : least), lately.to)
  const end = addDays(start > lately.previous.from ? start : lately.previous.from, FIRST_WEEK)
  const left_out = begun.filter((code) => first.get(code)! > end)
  const remaining = begun.filter((code) => !left_out.includes(code))
  if (left_out.length === 0) return { filters: lately, left_out }
  if (remaining.length > 0) return { filters: { ...lately, center: remaining }, left_out }
  // Without days before nothing is compared.
  return { filters: { ...lately, previous: { from: lately.from, to: lately.from } }, left_out }
}

/** The two spans of a look-back and who is left out of it, to be said on the page. */
export const lookedBack = ({ from, to, previous }: Filters, left_out: LeftOut[]): LookBack => ({
  now: { from, to },
  before: previous,
  left_out,
})
