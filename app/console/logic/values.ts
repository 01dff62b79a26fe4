import { kindOfType } from '../../sql/parameters.ts'

/** A value of a result as JSON: what the service converts each DuckDB value to. */
export type Cell = unknown

/** How a column is aligned, sorted and summed up: by its DuckDB type, never by looking at values. */
export type ColumnKind = 'number' | 'date' | 'timestamp' | 'boolean' | 'text' | 'nested'

export function columnKind(type: string): ColumnKind {
  if (/\[\d*\]$|^(STRUCT|MAP|UNION|LIST|JSON)/i.test(type)) return 'nested'
  if (/^TIME\b|^TIMETZ|^INTERVAL/i.test(type)) return 'text'
  return kindOfType(type)
}

/** The value as a number where it has one: DECIMAL beyond 15 digits, NaN and infinities come as text. */
export function numberOf(value: Cell): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return null
  const number = Number(value)
  return Number.isNaN(number) ? null : number
}

/** Plain text of a value, unrounded; null is empty. */
export function textOf(value: Cell): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What a value is ordered by within its column: numbers by size, all else by its text (dates are ISO). */
function sortKey(kind: ColumnKind, value: Cell): number | string | null {
  if (value === null || value === undefined) return null
  if (kind === 'number') return numberOf(value) ?? (value === 'NaN' ? Infinity : textOf(value))
  return typeof value === 'boolean' ? Number(value) : textOf(value)
}

function compareKeys(a: number | string, b: number | string): number {
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0
  return typeof a === 'number' ? -1 : 1
}

/** Places of the rows in order of a column; nulls stand last either way, and equal rows keep their order. */
export function sortedPlaces(
  rows: readonly (readonly Cell[])[],
  column: number,
  kind: ColumnKind,
  descending: boolean,
): number[] {
  const keys = rows.map((row) => sortKey(kind, row[column]))
  return rows
    .map((_, place) => place)
    .sort((a, b) => {
      const [x, y] = [keys[a]!, keys[b]!]
      if (x === null || y === null) return Number(x === null) - Number(y === null)
      return descending ? compareKeys(y, x) : compareKeys(x, y)
    })
}
