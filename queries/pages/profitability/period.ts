import type { Kysely } from 'kysely'
import { addMonths, monthsBetween } from '../../days.ts'
import { earliest, latest } from '../../db/functions.ts'
import type { Filter } from '../../filter.ts'
import { resolveFilter, wholeMonths } from '../../resolve-filter.ts'
import type { Database } from '../../schema.ts'
import { inScope } from '../shared/scope.ts'
import type { Filters } from '../types/common.ts'

/**
 * Whole months that the period touches. Comparisons are over closed months, so the previous period is as long as the
 * closed part and lies directly before it: one closed month is never set against two.
 */
export async function booksOf(db: Kysely<Database>, days: Filters): Promise<Filters> {
  const filters = wholeMonths(days)
  const { first, last } = await db
    .selectFrom('mart.center_month as m')
    .where(inScope(filters, { day: 'm.month', center: 'm.center_code' }))
    .where('m.month_state', '=', 'closed')
    .select([earliest('m.month').as('first'), latest('m.month').as('last')])
    .executeTakeFirstOrThrow()
  if (first === null || last === null) return filters
  const length = monthsBetween(first, last) + 1
  return { ...filters, previous: { from: addMonths(first, -length), to: first } }
}

export async function resolveBooks(db: Kysely<Database>, filter: Filter, publishedAt: string): Promise<Filters> {
  return booksOf(db, await resolveFilter(db, filter, publishedAt))
}
