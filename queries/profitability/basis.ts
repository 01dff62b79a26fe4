import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { firstDayOfMonth, inPeriod } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'

const MONTHS = { day: 'm.month', center: 'm.center_code' }

/**
 * Rows of the center-months that the tiles rest on: closed ones, open ones where none is closed. So fees, payers and
 * denials never count a month that the profit beside them leaves out. `day`: a day of the row's month. Where months alone tell,
 * as they mostly do, rows are not looked up one by one.
 */
export function onBasis(filters: Filters, columns: { day: string; center: string }): RawBuilder<SqlBool> {
  if (filters.basis_is_whole) return filters.basis ? inPeriod(columns.day, filters.basis) : sql<SqlBool>`true`
  const scoped = inScope(filters, MONTHS)
  return sql<SqlBool>`(${sql.ref(columns.center)}, ${firstDayOfMonth(columns.day)}) IN (
    SELECT (m.center_code, m.month) FROM mart.center_month AS m WHERE ${scoped} AND m.month_state =
      (SELECT min(m.month_state) FROM mart.center_month AS m WHERE ${scoped}))`
}
