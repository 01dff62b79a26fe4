import { Table, TableBody, TableHead } from '@tremor/react'
import type { ReactNode } from 'react'
import { fold, type Folded } from '../../served/fold.ts'
import { FoldedNote } from '../../served/folded-note.tsx'

export interface Column<Row> {
  key: string
  label: ReactNode
  /** Numbers are right-aligned, in figures of equal width. */
  numeric?: boolean
  cell: (row: Row) => ReactNode
}

interface Props<Row> {
  caption: string
  columns: Column<Row>[]
  /** Of many the first hundred are shown. */
  rows: Row[] | Folded<Row>
  rowKey: (row: Row) => string
  empty: string
  /** Pixels beyond which the table scrolls inside its frame. */
  maxHeight?: number
  /** Name of the page's table that holds all rows, where there is one. */
  csv?: string
  /** Which rows are shown, when not all are. */
  order?: string
}

const numeric = (column: { numeric?: boolean }) => (column.numeric ? 'n' : undefined)

/** A table that scrolls inside its own frame, by keyboard too, so that the page never does sideways. */
export function DataTable<Row>({ caption, columns, rows, rowKey, empty, maxHeight, csv, order }: Props<Row>) {
  const shown = Array.isArray(rows) ? fold(rows) : rows
  if (shown.total === 0) return <p className="py-2 text-muted">{empty}</p>
  return (
    <>
      <div
        role="region"
        aria-label={caption}
        tabIndex={0}
        className="relative -mx-2 overflow-auto"
        style={maxHeight ? { maxHeight } : undefined}
      >
        <Table className="data-table overflow-visible">
          <caption className="sr-only">{caption}</caption>
          <TableHead>
            <tr>
              {columns.map((column) => (
                <th key={column.key} scope="col" className={numeric(column)}>
                  {column.label}
                </th>
              ))}
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
      <FoldedNote shown={shown.rows.length} total={shown.total} csv={csv} order={order} />
    </>
  )
}
