import type { Kysely } from 'kysely'
import { comparedMonths, comparisonOf } from '../filter/compared-period.ts'
import { addMonths, monthOf, monthsBetween } from '../filter/days.ts'
import type { Filter } from '../filter/filter.ts'
import { resolveFilter, wholeMonths } from '../filter/resolve.ts'
import type { Database } from '../schema.ts'
import type { Filters, Period } from '../page/page-types.ts'
import { closedCenterMonths, comparableBooks, openCenterMonths } from './comparable-books.ts'

/** First and last closed month of the asked centers, in a period or at all. */
async function closedMonths(db: Kysely<Database>, filters: Filters, period: boolean) {
  const from = period ? filters.from : '0001-01-01'
  const months = (await closedCenterMonths(db)).filter(({ month }) => month >= from && month < filters.to)
  const chosen = new Set(filters.center)
  const mine = chosen.size === 0 ? months : months.filter(({ center_code }) => chosen.has(center_code))
  return { first: mine[0]?.month ?? null, last: mine.at(-1)?.month ?? null }
}

/** Whether every asked center's month of a period is closed. */
async function isWhole(db: Kysely<Database>, { center }: Filters, { from, to }: Period): Promise<boolean> {
  const chosen = new Set(center)
  const isAsked = (code: string) => chosen.size === 0 || chosen.has(code)
  return !(await openCenterMonths(db)).some(
    ({ month, center_code }) => month >= from && month < to && isAsked(center_code),
  )
}

/** The months compared with, and whose books stand on both sides. */
async function beside(db: Kysely<Database>, filters: Filters, days: Filters, first: string, length: number) {
  const { kind } = days.comparison
  const previous = comparedMonths(first, length, kind, monthOf(days.previous.from))
  const compared = { ...filters, previous }
  const { centers, left_out } = await comparableBooks(db, compared)
  const basis = { from: first, to: addMonths(first, length) }
  const months = comparisonOf(basis, { ...days.comparison, previous })
  const comparison = { ...months, left_out, closed_centers: centers.length }
  const previous_data = centers.length > 0 ? ('complete' as const) : ('none' as const)
  const basis_is_whole = await isWhole(db, filters, basis)
  return { ...compared, basis, basis_is_whole, previous_data, comparison }
}

/**
 * Whole months that the period touches. Comparisons are over closed months, so the period compared with is as long as the
 * closed part and, unless asked otherwise, lies directly before it: one closed month is never set against two. Who asks
 * for no period gets one that reaches back to the last closed month: the newest is always open, and an open month has no
 * profit to show.
 */
export async function booksOf(db: Kysely<Database>, days: Filters): Promise<Filters> {
  const filters = wholeMonths(days)
  const { first, last } = await closedMonths(db, filters, true)
  if (first !== null && last !== null) return beside(db, filters, days, first, monthsBetween(first, last) + 1)
  const newest = filters.is_default_period ? (await closedMonths(db, filters, false)).last : null
  if (newest !== null) return beside(db, { ...filters, from: newest }, days, newest, 1)
  // All of its months are open: none is left out.
  return { ...filters, basis_is_whole: true, comparison: { ...filters.comparison, holidays: [], left_out: [] } }
}

export async function resolveBooks(db: Kysely<Database>, filter: Filter, publishedAt: string): Promise<Filters> {
  return booksOf(db, await resolveFilter(db, filter, publishedAt))
}
