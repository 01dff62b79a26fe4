import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'

/**
 * SQL that only DuckDB speaks, under the names of the field. Another engine would bring its own of this file.
 * Columns are named as text (`'e.day'`) and become identifiers, values become parameters.
 */
type Column = string

const ref = (column: Column) => sql.ref(column)

/** A local day, as a DATE, so that the day ranges of row groups can be skipped. */
export const localDay = (day: string) => sql<string>`CAST(${day} AS DATE)`

/** Half-open: `to` is not included. */
export function inPeriod(column: Column, period: { from: string; to: string }): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${ref(column)} >= ${localDay(period.from)} AND ${ref(column)} < ${localDay(period.to)})`
}

export function firstDayOfMonth(column: Column): RawBuilder<string> {
  return sql<string>`CAST(date_trunc('month', ${ref(column)}) AS DATE)`
}

/** Monday of the ISO week. */
export function firstDayOfWeek(column: Column): RawBuilder<string> {
  return sql<string>`CAST(date_trunc('week', ${ref(column)}) AS DATE)`
}

/** Days since `day`, to put a period's days beside those of another. */
export function daysSince(column: Column, day: string): RawBuilder<number> {
  return sql<number>`date_diff('day', ${localDay(day)}, ${ref(column)})`
}

/** Elapsed minutes; never the difference of calendar parts. */
export function elapsedMinutes(from: Column, to: Column): RawBuilder<number> {
  return sql<number>`((epoch_us(${ref(to)}) - epoch_us(${ref(from)})) / 60e6)`
}

/** Continuous (linearly interpolated) quantile; null without rows. */
export function quantile(
  value: Expression<number>,
  share: number,
  where?: Expression<SqlBool>,
): RawBuilder<number | null> {
  const filter = where ? sql` FILTER (WHERE ${where})` : sql``
  return sql<number | null>`quantile_cont(${value}, ${sql.lit(share)})${filter}`
}

/** Several quantiles in one pass, as a list in the order asked for; null without rows. */
export function quantiles(
  value: Expression<number>,
  shares: number[],
  where?: Expression<SqlBool>,
): RawBuilder<number[] | null> {
  const filter = where ? sql` FILTER (WHERE ${where})` : sql``
  return sql<number[] | null>`quantile_cont(${value}, [${sql.join(shares.map((s) => sql.lit(s)))}])${filter}`
}

/** Place of the local hour in the week: (ISO weekday − 1) × 24 + hour. */
export function hourOfWeek(instant: Column, timeZone: Column): RawBuilder<number> {
  const local = sql`timezone(${ref(timeZone)}, ${ref(instant)})`
  return sql<number>`((isodow(${local}) - 1) * 24 + hour(${local}))`
}

/** Local calendar day of an instant. */
export function localDayOf(instant: Expression<unknown>, timeZone: Column): RawBuilder<string> {
  return sql<string>`CAST(timezone(${ref(timeZone)}, ${instant}) AS DATE)`
}

/** Rows for which the condition is true; null conditions do not count. */
export function countWhere(condition: Expression<SqlBool>): RawBuilder<number> {
  return sql<number>`count_if(${condition})`
}

/** Sum of counts; 0 without rows, since counting nothing gives none. */
export function sumCount(column: Column): RawBuilder<number> {
  return sql<number>`CAST(coalesce(sum(${ref(column)}), 0) AS BIGINT)`
}

/** Sum of minutes; null where every row is null (hours unknown). */
export function sumMinutes(column: Column): RawBuilder<number | null> {
  return sql<number | null>`sum(${ref(column)})`
}

/** Sum of money, added as DECIMAL; null where every row is null. */
export function sumMoney(column: Column): RawBuilder<number | null> {
  return sql<number | null>`sum(${ref(column)})`
}

/** Sum that is null when any row is null: a part that has not come leaves the whole unknown. */
export function sumOrNull(column: Column): RawBuilder<number | null> {
  return sql<number | null>`CASE WHEN count(*) = count(${ref(column)}) THEN sum(${ref(column)}) END`
}

export function earliest(column: Column): RawBuilder<string | null> {
  return sql<string | null>`min(${ref(column)})`
}

export function latest(column: Column): RawBuilder<string | null> {
  return sql<string | null>`max(${ref(column)})`
}

/** Different values; with several columns, different combinations. */
export function countDistinct(...columns: Column[]): RawBuilder<number> {
  const [first, ...rest] = columns.map(ref)
  if (rest.length === 0) return sql<number>`count(DISTINCT ${first})`
  return sql<number>`count(DISTINCT (${sql.join([first, ...rest])}))`
}

/** Case-insensitive "contains", without wildcards: what a reader types is text, not a pattern. */
export function containsText(column: Column, text: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`contains(lower(${ref(column)}), lower(${text}))`
}

/** Different values as a list, in no order. */
export function distinctValues(column: Column): RawBuilder<string[]> {
  return sql<string[]>`list(DISTINCT ${ref(column)})`
}

/** True when the condition holds on any row. */
export function anyTrue(condition: Expression<SqlBool>): RawBuilder<boolean> {
  return sql<boolean>`coalesce(bool_or(${condition}), false)`
}

/** Eight bytes that stand for the values of several columns: grouping by them is several times cheaper than by texts. */
export function keyOfColumns(...columns: Column[]): RawBuilder<number> {
  return sql<number>`hash(${sql.join(columns.map(ref))})`
}

/** The instant at which a local day begins in a time zone. */
export function instantOfLocalDay(day: string, timeZone: Column): RawBuilder<string> {
  return sql<string>`timezone(${ref(timeZone)}, CAST(${day} AS TIMESTAMP))`
}
