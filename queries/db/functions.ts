import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'
import { addDays } from '../filter/days.ts'
import { quotedText } from './quote.ts'

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

/** Instants of the period and `days` to either side of it, in any time zone: lets row groups be skipped. */
export function nearPeriod(column: Column, period: { from: string; to: string }, days: number): RawBuilder<SqlBool> {
  const instant = (day: string) => sql`CAST(${`${day}T00:00:00Z`} AS TIMESTAMPTZ)`
  return sql<SqlBool>`(${ref(column)} >= ${instant(addDays(period.from, -days))}
    AND ${ref(column)} < ${instant(addDays(period.to, days))})`
}

/** Whether a list has an entry; null where there is no list. */
export const hasEntries = (column: Column): RawBuilder<SqlBool> => sql<SqlBool>`(len(${ref(column)}) > 0)`

export function firstDayOfMonth(column: Column): RawBuilder<string> {
  return sql<string>`CAST(date_trunc('month', ${ref(column)}) AS DATE)`
}

/** Monday of the ISO week. */
export function firstDayOfWeek(column: Column): RawBuilder<string> {
  return sql<string>`CAST(date_trunc('week', ${ref(column)}) AS DATE)`
}

/** First of the seven days, counted back from a day that is not in them, that a day lies in. */
export const sevenDaysBefore = (column: Column, end: string) =>
  sql<string>`${localDay(end)} - 7 - CAST(7 * ((${localDay(end)} - ${ref(column)} - 1) // 7) AS INTEGER)`

/** Elapsed microseconds; null where either instant is. Never the difference of calendar parts. */
export const elapsedUs = (from: Column, to: Column) => sql`(epoch_us(${ref(to)}) - epoch_us(${ref(from)}))`

/**
 * Continuous (linearly interpolated) quantiles of elapsed minutes, in the order of the shares; null without rows.
 * Whole microseconds are sorted and only the result is divided: a year of exams is asked for while a reader waits.
 */
export function elapsedMinutesQuantiles(from: Column, to: Column, shares: number[]): RawBuilder<number[] | null> {
  return sql<number[] | null>`list_transform(${quantiles(elapsedUs(from, to), shares)}, lambda us: us / 60e6)`
}

/** Continuous quantiles in the order of the shares; null without values. */
export const quantiles = (value: RawBuilder<unknown>, shares: readonly number[]) =>
  sql<number[] | null>`quantile_cont(${value}, [${sql.join(shares.map((share) => sql.lit(share)))}])`

/** The days of a period as a table of one column, `day`. */
export function daysOf(period: { from: string; to: string }): RawBuilder<{ day: string }> {
  return sql<{ day: string }>`(SELECT CAST(unnest(range(
    CAST(${period.from} AS TIMESTAMP), CAST(${period.to} AS TIMESTAMP), INTERVAL 1 DAY)) AS DATE) AS day)`
}

/** Microseconds that a zone's clocks are ahead of UTC when a local day begins. */
export function clockOffset(day: Column, timeZone: Column): RawBuilder<number> {
  const midnight = sql`CAST(${ref(day)} AS TIMESTAMP)`
  return sql<number>`(epoch_us(${midnight}) - epoch_us(timezone(${ref(timeZone)}, ${midnight})))`
}

interface LocalClock {
  day: Column
  timeZone: Column
  /** The zone's offset in the period, and whether it stays the same all through it (see `clockOffset`). */
  offset: Column
  isSteady: Column
}

/**
 * Place of the local hour in the week: (ISO weekday − 1) × 24 + hour. Reading an instant in a time zone takes a
 * microsecond, which a year of exams does not allow: where no clock changes in the period, the offset is added.
 */
export function hourOfWeek(instant: Column, { day, timeZone, offset, isSteady }: LocalClock): RawBuilder<number> {
  return sql<number>`(isodow(${ref(day)}) - 1) * 24 + CASE WHEN ${ref(isSteady)}
    THEN ((epoch_us(${ref(instant)}) + ${ref(offset)}) // 3600000000) % 24
    ELSE hour(timezone(${ref(timeZone)}, ${ref(instant)})) END`
}

/** Rows for which the condition is true; null conditions do not count. */
export function countWhere(condition: Expression<SqlBool>): RawBuilder<number> {
  return sql<number>`count_if(${condition})`
}

/** Sum of counts; 0 without rows, since counting nothing gives none. */
export function sumCount(column: Column): RawBuilder<number> {
  return sql<number>`CAST(coalesce(sum(${ref(column)}), 0) AS BIGINT)`
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
  return sql<number>`count(DISTINCT ${keyOfColumns(...columns)})`
}

/** Case-insensitive "contains", without wildcards: what a reader types is text, not a pattern. */
export function containsText(column: Column, text: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`contains(lower(${ref(column)}), lower(${text}))`
}

/** Different values as a list, in no order. */
export function distinctValues(column: Column): RawBuilder<string[]> {
  return sql<string[]>`list(DISTINCT ${ref(column)})`
}

/** Eight bytes that stand for the values of several columns: grouping by them is several times cheaper than by texts. */
export function keyOfColumns(...columns: Column[]): RawBuilder<number> {
  return sql<number>`hash(${sql.join(columns.map(ref))})`
}

/** The same as a whole number that JavaScript holds exactly: what values are does not matter, only where they are the same. */
export function numberOfColumns(...columns: Column[]): RawBuilder<number> {
  return sql<number>`CAST(hash(${sql.join(columns.map(ref))}) >> 12 AS BIGINT)`
}

export function startsWithText(column: Column, text: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`starts_with(lower(${ref(column)}), lower(${text}))`
}

/** Whether a list has a value. */
export const holds = (list: Column, value: Column) => sql<SqlBool>`list_contains(${ref(list)}, ${ref(value)})`

/** Up to `most` different values, the smallest first; nulls left out. */
export function someValues(column: Column, most: number): RawBuilder<string[] | null> {
  return sql<
    string[] | null
  >`list_slice(list_sort(list(DISTINCT ${ref(column)}) FILTER (${ref(column)} IS NOT NULL)), 1, ${sql.lit(most)})`
}

/** Place of the row in its table, which a snapshot never changes: lets a long list be read in parts without sorting it. */
export const rowPlace = (table: string) => sql<number>`${sql.ref(`${table}.rowid`)}`

/**
 * By center, the days between its days with rows that nine of ten gaps do not exceed, in the `days` before the table's
 * newest row. Null where there is only one day.
 */
export function usualGaps(table: string, at: string, days: number): RawBuilder<unknown> {
  const instant = sql.ref(at)
  return sql`WITH newest AS (SELECT max(${instant}) AS at FROM ${sql.table(table)}),
    day AS (SELECT DISTINCT center_code, CAST(${instant} AS DATE) AS day FROM ${sql.table(table)}, newest
      WHERE ${instant} >= newest.at - to_days(${sql.lit(days)})),
    gap AS (SELECT center_code, date_sub('day', lag(day) OVER (PARTITION BY center_code ORDER BY day), day) AS days FROM day)
    SELECT center_code, quantile_disc(days, 0.9) AS usual_days FROM gap GROUP BY center_code`
}

/** Joins the last row of a table that an inequality of the condition still lets through; rows without one are left out. */
export const latestBefore = (table: RawBuilder<unknown>, alias: RawBuilder<unknown>) =>
  sql`ASOF JOIN ${table} AS ${alias}`

/** Keeps the first row of each group; stands where a statement's conditions end. */
export const bestOfEach = (group: RawBuilder<unknown>, order: RawBuilder<unknown>) =>
  sql`QUALIFY row_number() OVER (PARTITION BY ${group} ORDER BY ${order}) = 1`

/** Continuous median of elapsed minutes over rows; null without any. */
export const medianMinutes = (us: RawBuilder<unknown>) => sql<number | null>`quantile_cont(${us}, 0.5) / 60e6`

/** A center's clock: columns of its time zone, its offset from UTC in microseconds, and whether that stays the same. */
export interface CenterClock {
  timeZone: Column
  offset: Column
  isSteady: Column
}

/** Local calendar day of an instant, as a number; only differences of such days mean something. */
export function localDayNumber(instant: Column, { timeZone, offset, isSteady }: CenterClock): RawBuilder<number> {
  return sql<number>`CASE WHEN ${ref(isSteady)} THEN (epoch_us(${ref(instant)}) + ${ref(offset)}) // 86400000000
    ELSE date_diff('day', DATE '1970-01-01', CAST(timezone(${ref(timeZone)}, ${ref(instant)}) AS DATE)) END`
}

/** Microseconds of a center's clock since 1970, as if the clock never changed: parts of them are days and times of day. */
export function localUs(instant: Column, { timeZone, offset, isSteady }: CenterClock): RawBuilder<number> {
  return sql<number>`CASE WHEN ${ref(isSteady)} THEN epoch_us(${ref(instant)}) + ${ref(offset)}
    ELSE epoch_us(timezone(${ref(timeZone)}, ${ref(instant)})) END`
}

/** The calendar day of such microseconds, as `dayNumber` counts. */
export const dayOfUs = (us: Column) => sql<number>`(${ref(us)} // 86400000000)`

/** Microseconds of such microseconds after midnight. */
export const timeOfUs = (us: Column) => sql<number>`(${ref(us)} % 86400000000)`

/** Days of the calendar since 1970. */
export const dayNumber = (day: Column) => sql<number>`date_diff('day', DATE '1970-01-01', ${ref(day)})`

/** Local hour of an instant. */
export function localHour(instant: Column, { timeZone, offset, isSteady }: CenterClock): RawBuilder<number> {
  return sql<number>`CASE WHEN ${ref(isSteady)} THEN ((epoch_us(${ref(instant)}) + ${ref(offset)}) // 3600000000) % 24
    ELSE hour(timezone(${ref(timeZone)}, ${ref(instant)})) END`
}

/** ISO weekday of a local day, 1 = Monday. */
export const isoWeekday = (day: Column) => sql<number>`isodow(${ref(day)})`

/** The instant at so many minutes on the clock of a local day; 1440 is the next day's first. */
export const localInstant = (day: string, minutes: number, timeZone: string) =>
  sql<string>`timezone(${timeZone}, CAST(${day} AS TIMESTAMP) + to_minutes(${sql.lit(minutes)}))`

/** An instant so many minutes after that of a column; null where the minutes are. */
export const minutesAfter = (instant: Column, minutes: Column) =>
  sql<string | null>`${ref(instant)} + to_minutes(${ref(minutes)})`

export const instantOf = (at: string) => sql<string>`CAST(${at} AS TIMESTAMPTZ)`

/** A center's local calendar day of an instant. */
export const localDateOf = (instant: Column, timeZone: Column) =>
  sql<string>`CAST(timezone(${ref(timeZone)}, ${ref(instant)}) AS DATE)`

/** Microseconds of an instant so many months of the calendar (of UTC) earlier; from microseconds. */
export const monthsBefore = (us: Column, months: number) =>
  sql<number>`epoch_us(make_timestamp(${ref(us)}) - to_months(${sql.lit(months)}))`

/** A name without case and blanks, as names of steps are compared. */
export function looseName(column: Column): RawBuilder<string> {
  return sql<string>`lower(translate(${ref(column)},
    ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288), ''))`
}

/** Values of a JSON object as texts, by their keys and in their order; null for one that is not there. */
export function jsonTexts(column: Column, keys: readonly string[]): RawBuilder<(string | null)[]> {
  const paths = keys.map((key) => quotedText(`$."${key.replaceAll('"', '\\"')}"`)).join(', ')
  return sql<(string | null)[]>`json_extract_string(${ref(column)}, ${sql.raw(`[${paths}]::VARCHAR[]`)})`
}

/** The number that a text is; null where it is none. */
export const numberInText = (text: RawBuilder<unknown>) => sql<number | null>`TRY_CAST(${text} AS DOUBLE)`

/** Continuous (linearly interpolated) quantile; null without values. */
export const quantile = (column: Column, share: number) =>
  sql<number | null>`quantile_cont(${ref(column)}, ${sql.lit(share)})`

/** A text that puts rows into an order which hangs on the seed alone and on nothing that they say. */
export const shuffled = (seed: number, ...columns: Column[]) =>
  sql<string>`md5(concat_ws(chr(31), ${String(seed)}, ${sql.join(columns.map(ref))}))`

/** The entries of a list as a table of one column. */
export const rowsOfList = (list: Column, table: string, column: string) =>
  sql`unnest(${ref(list)}) AS ${ref(table)}(${ref(column)})`

/** A row for each entry of a list, as a column of the SELECT that it stands in; none where there is no list. */
export const entriesOf = (list: Column) => sql`unnest(${ref(list)})`

/** Different entries of a list; null where there is no list. Most lists have one, which takes a tenth of the time. */
export const distinctLength = (list: Column) =>
  sql<number | null>`CASE WHEN len(${ref(list)}) < 2 THEN len(${ref(list)}) ELSE len(list_distinct(${ref(list)})) END`

/** Year of the calendar that a local day lies in. */
export const yearOf = (day: Column) => sql<number>`year(${ref(day)})`
