/** So many rows of a table stand on a page; the rest is in its CSV and in the twin. */
export const MOST_ROWS = 100

/** Rows of a table of which a page shows only some. */
export interface Folded<Row> {
  rows: Row[]
  total: number
}

/** The rows as they are where they are few, else those of the greatest weight; without one, the first. */
export function fold<Row>(rows: Row[], weight?: (row: Row) => number, most = MOST_ROWS): Folded<Row> {
  if (rows.length <= most) return { rows, total: rows.length }
  const sorted = weight ? [...rows].sort((a, b) => weight(b) - weight(a)) : rows
  return { rows: sorted.slice(0, most), total: rows.length }
}
