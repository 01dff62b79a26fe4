import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'

/** The part of the period that is closed; no row where none is. */
export function within(filters: Filters, columns: { day: string; center: string }): RawBuilder<SqlBool> {
  return filters.basis ? inScope({ ...filters, ...filters.basis }, columns) : sql<SqlBool>`false`
}

/** The closed center-months of the period with their books: what other tables are joined to. */
export const closed = (filters: Filters): RawBuilder<unknown> => sql`
  SELECT center_code, month, exams_performed, net_revenue, partner_payout, variable_cost, fixed_cost, contribution, operating_profit
  FROM mart.center_month WHERE month_state = 'closed' AND ${within(filters, { day: 'month', center: 'center_code' })}`
