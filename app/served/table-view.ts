/** How a reader looks at a table: sorted by a column, only the rows that hold a text, its second hundred. */
export interface TableView {
  /** Key of a column; undefined leaves the table's own order. */
  sort: string | undefined
  descending: boolean
  find: string
  /** Counts from 1. */
  part: number
}

/** The view of each table of a page, by the table's name. */
export type TableViews = (table: string) => TableView

/** Names of a table's parameters in the address. */
export const viewFields = (table: string) => ({ sort: `sort.${table}`, find: `find.${table}`, part: `part.${table}` })

/** Whether a parameter says how a table is looked at. */
export const isViewField = (name: string) => /^(sort|find|part)\./.test(name)

/** Reads `sort.<table>` (a minus before the column: the greatest first), `find.<table>` and `part.<table>`. */
export function tableViews(search: URLSearchParams): TableViews {
  return (table) => {
    const fields = viewFields(table)
    const sort = search.get(fields.sort) ?? ''
    const part = search.get(fields.part) ?? ''
    return {
      sort: sort.replace(/^-/, '') || undefined,
      descending: sort.startsWith('-'),
      find: (search.get(fields.find) ?? '').trim().slice(0, 100),
      part: /^[1-9]\d{0,5}$/.test(part) ? Number(part) : 1,
    }
  }
}

type Comparable = string | number | null

/**
 * What a row has in a column: the figure of an estimate, a center by its code. Undefined where the column is made of
 * several things and has no order.
 */
export function sortValue(row: object, column: string): Comparable | undefined {
  const key = column in row ? column : `${column}_code`
  const value: unknown = (row as Record<string, unknown>)[key]
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'object' && 'value' in value) return (value as { value: number | null }).value
  const figure = 'figures' in row ? (row.figures as Record<string, { value: number | null }>)[column] : undefined
  return figure?.value
}

/** Nulls last, whichever way; equal rows keep their order. */
export function sorted<Row>(rows: Row[], column: string, descending: boolean): Row[] {
  const way = descending ? -1 : 1
  const keyed = rows.map((row) => ({ row, value: sortValue(row as object, column) ?? null }))
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null)
    if (typeof a.value === 'number' && typeof b.value === 'number') return way * (a.value - b.value)
    return way * String(a.value).localeCompare(String(b.value))
  })
  return keyed.map(({ row }) => row)
}

/** Rows that hold every word of a text in one of their own texts, without regard to case. */
export function holding<Row>(rows: Row[], text: string): Row[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter((row) => {
    const texts = Object.values(row as object).filter((value) => typeof value === 'string')
    const all = texts.join('\n').toLowerCase()
    return words.every((word) => all.includes(word))
  })
}
