import { Table, TableBody, TableHead } from '@tremor/react'
import { useContext, type CSSProperties, type ReactNode } from 'react'
import { useSearchParams } from '@remix-run/react'
import { cssString } from '../../format/css-string.ts'
import { fold, type Folded } from '../../served/fold.ts'
import { FoldedNote } from '../../served/folded-note.tsx'
import { sortValue, tableViews } from '../../served/table-view.ts'
import { useColumnWords } from '../metric-heading.tsx'
import { PanelIdContext } from '../panels/panel-context.ts'
import { SortHeading, TableForm } from './table-form.tsx'

export interface Column<Row> {
  /** Name of what the row has in it: by it the table is sorted, where it has an order. */
  key: string
  label: ReactNode
  /** Numbers are right-aligned, in figures of equal width. */
  numeric?: boolean
  cell: (row: Row) => ReactNode
}

interface Props<Row> {
  caption: string
  columns: Column<Row>[]
  /** All rows, or those that a model has chosen by the table's view. */
  rows: Row[] | Folded<Row>
  rowKey: (row: Row) => string
  empty: string
  /** Pixels beyond which the table scrolls inside its frame. */
  maxHeight?: number
  /** Rows of a part, where they are not a hundred. */
  most?: number
  /** Name of the page's table that holds all rows, where there is one. */
  csv?: string
  /** Which rows are shown, when not all are. */
  order?: string
  /** The rows are one page of a list that is sorted and paged elsewhere. */
  isPaged?: boolean
}

const numeric = (column: { numeric?: boolean }) => (column.numeric ? 'n' : undefined)

/** Fewer rows than this are found by the eye. */
const FEW_ROWS = 8

/** On a phone, rows of a table with so many columns are cards; the style sheet has labels for so many. */
const CARDS_FROM = 6
const CARDS_TO = 20

/** Headings for the style sheet to set beside the figures of a card: once for the table, not once for each cell. */
function useCards<Row>(columns: Column<Row>[]): CSSProperties | undefined {
  const words = useColumnWords()
  if (columns.length < CARDS_FROM || columns.length > CARDS_TO) return undefined
  return Object.fromEntries(columns.slice(1).map(({ label }, place) => [`--c${place + 2}`, cssString(words(label))]))
}

/**
 * A table that scrolls inside its own frame, by keyboard too, so that the page never does sideways. Within a card it is
 * sorted by its headings, searched, and read in parts, all by its address.
 */
export function DataTable<Row>(props: Props<Row>) {
  const { caption, columns, rows, rowKey, empty, maxHeight, most, csv, order, isPaged = false } = props
  const panel = useContext(PanelIdContext)
  const [search] = useSearchParams()
  const cards = useCards(columns)
  // A model that has chosen the rows knows the table by the name of its file.
  const name = isPaged ? undefined : (csv ?? (Array.isArray(rows) ? panel : undefined))
  const view = name === undefined ? undefined : tableViews(search)(name)
  const shown = Array.isArray(rows) ? fold(rows, { view, most: isPaged ? Infinity : most }) : rows
  const all = shown.all ?? shown.total
  if (all === 0) return <p className="py-2 text-muted">{empty}</p>
  const first = shown.rows[0]
  const hasOrder = (column: Column<Row>) => first !== undefined && sortValue(first as object, column.key) !== undefined
  const form = name !== undefined && all > 1 ? name : undefined
  return (
    <>
      {form && view && <TableForm table={form} view={view} label={caption} isSearched={all > FEW_ROWS} />}
      <div
        role="region"
        aria-label={caption}
        tabIndex={0}
        className={`wide relative -mx-2 overflow-auto ${cards ? 'cards' : ''}`}
        style={maxHeight || cards ? { maxHeight, ...cards } : undefined}
      >
        <Table className="data-table overflow-visible">
          <caption className="sr-only">{caption}</caption>
          <TableHead>
            <tr>
              {columns.map((column) =>
                form && view && hasOrder(column) ? (
                  <SortHeading key={column.key} table={form} view={view} column={column} />
                ) : (
                  <th key={column.key} scope="col" className={numeric(column)}>
                    {column.label}
                  </th>
                ),
              )}
            </tr>
          </TableHead>
          <TableBody>
            {shown.rows.map((row) => (
              <tr key={rowKey(row)}>
                {columns.map((column) => (
                  <td key={column.key} className={numeric(column)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </TableBody>
        </Table>
      </div>
      <FoldedNote
        shown={shown.rows.length}
        total={shown.total}
        first={shown.first}
        size={shown.size}
        table={form}
        csv={csv}
        order={view?.sort || view?.find ? undefined : order}
      />
    </>
  )
}
