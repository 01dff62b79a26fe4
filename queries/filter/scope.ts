import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { inPeriod, localDay } from '../db/functions.ts'
import type { Filters } from '../page/page-types.ts'

/** Columns on which a table can be narrowed; a filter without a column does not apply to the table. */
export interface ScopeColumns {
  day?: string
  center?: string
  modality?: string
  scanner?: string
}

const among = (column: string, values: string[]) => sql<SqlBool>`${sql.ref(column)} IN (${sql.join(values)})`

const all = (parts: RawBuilder<SqlBool>[]): RawBuilder<SqlBool> =>
  parts.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`(${sql.join(parts, sql` AND `)})`

/** Center, modality and scanner of the filter; an empty list means all. */
export function scope(filters: Filters, columns: Omit<ScopeColumns, 'day'>): RawBuilder<SqlBool> {
  const parts: RawBuilder<SqlBool>[] = []
  if (columns.center && filters.center.length > 0) parts.push(among(columns.center, filters.center))
  if (columns.modality && filters.modality.length > 0) parts.push(among(columns.modality, filters.modality))
  if (columns.scanner && filters.scanner.length > 0) parts.push(among(columns.scanner, filters.scanner))
  return all(parts)
}

/** The period of the filter, and its places. */
export function inScope(filters: Filters, columns: ScopeColumns & { day: string }): RawBuilder<SqlBool> {
  return all([inPeriod(columns.day, filters), scope(filters, columns)])
}

/** The period and the one compared with: both are needed for every headline, and one scan is cheaper than two. */
export function inBothPeriods(filters: Filters, columns: ScopeColumns & { day: string }): RawBuilder<SqlBool> {
  const { from, to, previous } = filters
  const days =
    previous.to === from
      ? inPeriod(columns.day, { from: previous.from, to })
      : sql<SqlBool>`(${inPeriod(columns.day, previous)} OR ${inPeriod(columns.day, { from, to })})`
  return all([days, scope(filters, columns)])
}

/** Which of the two periods a row belongs to: the one compared with is wholly before. */
export function isCurrent(column: string, filters: Filters): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} >= ${localDay(filters.from)}`
}
