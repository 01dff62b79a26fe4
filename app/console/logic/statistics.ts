import { numberOf, sortedPlaces, textOf, type Cell, type ColumnKind } from './values.ts'

export interface Bin {
  from: number
  to: number
  count: number
}

/** Of the rows that are on screen, and only of them. */
export interface ColumnStatistics {
  rows: number
  nulls: number
  distinct: number
  /** In the column's own order; null where there are no values. */
  least: Cell
  greatest: Cell
  /** Numbers only. */
  mean: number | null
  median: number | null
  histogram: Bin[]
  /** Other than numbers: the most frequent values. */
  frequent: { value: string; count: number }[]
}

const BINS = 12
const FREQUENT = 5

/** Linearly interpolated, as the warehouse's own medians are. */
function medianOf(sorted: number[]): number | null {
  if (sorted.length === 0) return null
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}

/** Bins of equal width from the least to the greatest; the last includes its end. */
export function histogramOf(sorted: number[], bins = BINS): Bin[] {
  const low = sorted[0]
  const high = sorted.at(-1)
  if (low === undefined || high === undefined) return []
  if (low === high) return [{ from: low, to: high, count: sorted.length }]
  const width = (high - low) / bins
  const found = Array.from({ length: bins }, (_, i) => ({ from: low + i * width, to: low + (i + 1) * width, count: 0 }))
  for (const value of sorted) found[Math.min(bins - 1, Math.floor((value - low) / width))]!.count++
  return found
}

export function statisticsOf(rows: readonly (readonly Cell[])[], column: number, kind: ColumnKind): ColumnStatistics {
  const values = rows.map((row) => row[column]).filter((value) => value !== null && value !== undefined)
  const counts = new Map<string, number>()
  for (const value of values) counts.set(textOf(value), (counts.get(textOf(value)) ?? 0) + 1)
  const order = sortedPlaces(
    values.map((value) => [value]),
    0,
    kind,
    false,
  )
  const numbers =
    kind === 'number'
      ? values
          .flatMap((value) => numberOf(value) ?? [])
          .filter(Number.isFinite)
          .sort((a, b) => a - b)
      : []
  return {
    rows: rows.length,
    nulls: rows.length - values.length,
    distinct: counts.size,
    least: order.length > 0 ? values[order[0]!] : null,
    greatest: order.length > 0 ? values[order.at(-1)!] : null,
    mean: numbers.length > 0 ? numbers.reduce((sum, value) => sum + value / numbers.length, 0) : null,
    median: medianOf(numbers),
    histogram: histogramOf(numbers),
    frequent:
      kind === 'number'
        ? []
        : [...counts]
            .map(([value, count]) => ({ value, count }))
            .sort((a, b) => b.count - a.count)
            .slice(0, FREQUENT),
  }
}
