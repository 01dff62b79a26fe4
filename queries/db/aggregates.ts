/**
 * Aggregates over the rows of a published table, as SQL text over its bare columns: the parts that metrics are made of.
 * Text, since the same words run in the page's question and stand on the methods page. Only DuckDB speaks some of it:
 * another engine would bring its own of this file.
 */

/** Sum of counts; null without rows. */
export const sumText = (column: string) => `CAST(sum(${column}) AS BIGINT)`

/** Sum of minutes or money, as wide as the rows make it; null where every row is null. */
export const amountText = (column: string) => `sum(${column})`

/** Sum that is null when any row is null: a part that has not come leaves the whole unknown. */
export const sumOfAllText = (column: string) => `CASE WHEN count(*) = count(${column}) THEN sum(${column}) END`

export const rowsText = () => 'count(*)'

/** Rows for which the condition is true; null conditions do not count. A third cheaper than `count(*)` with a filter. */
export const countIfText = (condition: string) => `count_if(${condition})`

/** The same as a person would write it; 0, not null, where the condition is null in every row. */
export const countWhereText = (condition: string) => whereText(rowsText(), condition)

export const countDistinctText = (column: string) => `count(DISTINCT ${column})`

export const earliestText = (column: string) => `min(${column})`
export const latestText = (column: string) => `max(${column})`

/** Elapsed microseconds; null where either instant is. Never the difference of calendar parts. */
const elapsed = (from: string, to: string) => `epoch_us(${to}) - epoch_us(${from})`

/** Rows that have both instants. */
export const countElapsedText = (from: string, to: string) => `count(${elapsed(from, to)})`

/** Rows whose elapsed microseconds are at most `limit`, itself SQL over bare columns. */
export const countElapsedUpToText = (from: string, to: string, limit: string) =>
  countIfText(`${elapsed(from, to)} <= ${limit}`)

/**
 * Continuous (linearly interpolated) quantiles of elapsed microseconds as a list, in the order of the shares; null
 * without rows. Whole microseconds are sorted, once for all shares: a year of exams is asked for while a reader waits.
 */
export const elapsedQuantilesText = (from: string, to: string, shares: readonly number[]) =>
  `quantile_cont(${elapsed(from, to)}, [${shares.join(', ')}])`

/** One of such quantiles, in minutes. */
export const quantileOfText = (quantiles: string, place: number) => `${quantiles}[${place}] / 60e6`

/** The same quantile as one aggregate, as a person would write it. */
export const elapsedQuantileText = (from: string, to: string, share: number) =>
  `quantile_cont((${elapsed(from, to)}) / 60e6, ${share})`

/** Limits an aggregate to the rows for which the condition is true. */
export const whereText = (aggregate: string, condition: string) =>
  aggregate.includes(' FILTER (WHERE ')
    ? aggregate.replace(' FILTER (WHERE ', ` FILTER (WHERE ${condition} AND `)
    : `${aggregate} FILTER (WHERE ${condition})`

/** ISO weekday of a local day, 1 = Monday. */
export const weekdayText = (day: string) => `isodow(${day})`
