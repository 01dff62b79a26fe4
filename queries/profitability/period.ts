import type { Kysely } from 'kysely'
import { addMonths, monthsBetween } from '../filter/days.ts'
import { earliest, latest } from '../db/functions.ts'
import type { Filter } from '../filter/filter.ts'
import { resolveFilter, wholeMonths } from '../filter/resolve.ts'
import type { Database } from '../schema.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'

/** First and last closed month of the asked centers, in a period or at all. */
function closedMonths(db: Kysely<Database>, filters: Filters, period: boolean) {
  return db
    .selectFrom('mart.center_month as m')
    .where(inScope(period ? filters : { ...filters, from: '0001-01-01' }, { day: 'm.month', center: 'm.center_code' }))
    .where('m.month_state', '=', 'closed')
    .select([earliest('m.month').as('first'), latest('m.month').as('last')])
    .executeTakeFirstOrThrow()
}

/**
 * Whole months that the period touches. Comparisons are over closed months, so the previous period is as long as the
 * closed part and lies directly before it: one closed month is never set against two. Who asks for no period gets one
 * that reaches back to the last closed month: the newest is always open, and an open month has no profit to show.
 */
export async function booksOf(db: Kysely<Database>, days: Filters): Promise<Filters> {
  const filters = wholeMonths(days)
  const { first, last } = await closedMonths(db, filters, true)
  if (first !== null && last !== null) {
    const length = monthsBetween(first, last) + 1
    return { ...filters, previous: { from: addMonths(first, -length), to: first } }
  }
  const newest = filters.is_default_period ? (await closedMonths(db, filters, false)).last : null
  return newest === null ? filters : { ...filters, from: newest, previous: { from: addMonths(newest, -1), to: newest } }
}

export async function resolveBooks(db: Kysely<Database>, filter: Filter, publishedAt: string): Promise<Filters> {
  return booksOf(db, await resolveFilter(db, filter, publishedAt))
}
