import { holding, sorted, type TableView } from './table-view.ts'

/** So many rows of a table stand on a page at once. */
export const MOST_ROWS = 100

/** And of a page's second table, or of one whose rows are wide. */
export const FEW_ROWS = { second: 50, wide: 20 }

/** Rows of a table of which a page shows only some. */
export interface Folded<Row> {
  rows: Row[]
  /** How many there are, of those that were searched. */
  total: number
  /** How many there are without a search; left out where nobody searched. */
  all?: number
  /** Place of the first row among them, counted from 0; left out for the first part. */
  first?: number
  /** Rows of a part; left out where they are MOST_ROWS. */
  size?: number
}

interface Options<Row> {
  /** The weightiest stand first, where the table is too long for the page and nobody sorted it. */
  weight?: (row: Row) => number
  view?: TableView
  most?: number
}

/** The rows as they are where they are few, else a part of them: as the reader sorted and searched them, else by weight. */
export function fold<Row>(rows: Row[], { weight, view, most = MOST_ROWS }: Options<Row> = {}): Folded<Row> {
  const found = view?.find ? holding(rows, view.find) : rows
  const searched = view?.find ? { all: rows.length } : {}
  const ordered = view?.sort
    ? sorted(found, view.sort, view.descending)
    : found.length > most && weight
      ? [...found].sort((a, b) => weight(b) - weight(a))
      : found
  if (found.length <= most) return { rows: ordered, total: found.length, ...searched }
  const first = Math.min((view?.part ?? 1) - 1, Math.ceil(found.length / most) - 1) * most
  return {
    rows: ordered.slice(first, first + most),
    total: found.length,
    ...searched,
    ...(first > 0 && { first }),
    ...(most !== MOST_ROWS && { size: most }),
  }
}
