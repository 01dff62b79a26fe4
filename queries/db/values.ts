import {
  DuckDBTypeId as T,
  JsonDuckDBValueConverter,
  type DuckDBBlobValue,
  type DuckDBDateValue,
  type DuckDBDecimalValue,
  type DuckDBTimestampTZValue,
  type DuckDBType,
  type DuckDBValue,
  type DuckDBValueConverter,
  type Json,
} from '@duckdb/node-api'
import { QueryError } from '../errors.ts'

/** A whole number that JavaScript cannot hold exactly: a wrong figure would be shown without anybody noticing. */
export class NumberTooLargeError extends QueryError {
  readonly code = 'queries/number-too-large'

  constructor(digits: string) {
    super(`${digits} is beyond 2^53 and cannot be shown exactly. Cast it to VARCHAR in the query.`)
  }
}

const FIFTEEN_DIGITS = 10n ** 15n
const SAFE = BigInt(Number.MAX_SAFE_INTEGER)

function wholeNumber(value: bigint): number {
  if (value > SAFE || value < -SAFE) throw new NumberTooLargeError(value.toString())
  return Number(value)
}

/** The same for people who read: what a number cannot hold is its digits. */
const digits = (value: bigint): number | string => (value > SAFE || value < -SAFE ? value.toString() : Number(value))

/** DuckDB's own words for the days beyond all others, of which the driver makes dates far away. */
const FAR_DAYS = new Map([
  [2 ** 31 - 1, 'infinity'],
  [1 - 2 ** 31, '-infinity'],
])

const day = (value: DuckDBDateValue) => FAR_DAYS.get(value.days) ?? String(value)

/** The fewest digits that are read as the same 32-bit number: 0.1, where a double would show 0.10000000149011612. */
function shortest(value: number): number {
  for (let length = 1; length < 10; length += 1) {
    const short = Number(value.toPrecision(length))
    if (Math.fround(short) === value) return short
  }
  return value
}

/** A double holds 15 significant decimal digits for certain; a longer amount stays text, so that no fen is lost. */
function decimal(amount: DuckDBDecimalValue): number | string {
  const { value, scale } = amount
  // Both are exact as doubles, so their quotient is the number that the text would be read as.
  return value < FIFTEEN_DIGITS && value > -FIFTEEN_DIGITS ? Number(value) / 10 ** scale : amount.toString()
}

function instant(value: DuckDBTimestampTZValue): string {
  const milliseconds = Number(value.micros / 1000n)
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? value.toString() : date.toISOString()
}

/**
 * Turns a DuckDB value into plain JSON, once, for every reader of the warehouse.
 * DATE becomes `YYYY-MM-DD`, TIMESTAMPTZ ISO text in UTC, TIMESTAMP ISO text without zone, DECIMAL a number up to 15
 * significant digits and its text beyond, BIGINT and HUGEINT a number or an error past 2^53, FLOAT the shortest number
 * that is read as the same. NaN and infinities are text.
 */
export const toJson: DuckDBValueConverter<Json> = (value, type) => convert(value, type, wholeNumber, toJson)

/** As `toJson`, but whole numbers past 2^53 are their digits as text: for results that people look at, never for sums. */
export const toShown: DuckDBValueConverter<Json> = (value, type) => convert(value, type, digits, toShown)

function convert(
  value: DuckDBValue,
  type: DuckDBType,
  whole: (value: bigint) => number | string,
  self: DuckDBValueConverter<Json>,
): Json | null {
  if (value === null || value === undefined) return null
  switch (type.typeId) {
    case T.BIGINT:
    case T.UBIGINT:
    case T.HUGEINT:
    case T.UHUGEINT:
      return whole(value as bigint)
    case T.DECIMAL:
      return decimal(value as DuckDBDecimalValue)
    case T.DATE:
      return day(value as DuckDBDateValue)
    case T.FLOAT:
      return Number.isFinite(value) ? shortest(value as number) : String(value)
    case T.DOUBLE:
      return Number.isFinite(value) ? (value as number) : String(value)
    case T.TIMESTAMP:
    case T.TIMESTAMP_S:
    case T.TIMESTAMP_MS:
    case T.TIMESTAMP_NS:
      return String(value).replace(' ', 'T')
    case T.TIMESTAMP_TZ:
      return instant(value as DuckDBTimestampTZValue)
    case T.BLOB:
      return Buffer.from((value as DuckDBBlobValue).bytes).toString('base64')
    case T.INTERVAL:
      return String(value)
    default:
      return JsonDuckDBValueConverter(value, type, self)
  }
}
