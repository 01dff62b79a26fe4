import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from '@tremor/react'
import type { ReactNode } from 'react'

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
  rows: Row[]
  rowKey: (row: Row) => string
  empty: string
  /** Pixels beyond which the table scrolls inside its frame. */
  maxHeight?: number
}

const BASE = 'h-[30px] px-2 py-1 text-[0.8125rem] leading-5 text-ink'

/** A table that scrolls inside its own frame, by keyboard too, so that the page never does sideways. */
export function DataTable<Row>({ caption, columns, rows, rowKey, empty, maxHeight }: Props<Row>) {
  if (rows.length === 0) return <p className="py-2 text-muted">{empty}</p>
  return (
    <div
      role="region"
      aria-label={caption}
      tabIndex={0}
      className="relative -mx-2 overflow-auto"
      style={maxHeight ? { maxHeight } : undefined}
    >
      <Table className="overflow-visible">
        <caption className="sr-only">{caption}</caption>
        <TableHead>
          <TableRow>
            {columns.map((column) => (
              <TableHeaderCell
                key={column.key}
                scope="col"
                className={`sticky top-0 z-[1] border-b border-line bg-surface px-2 py-1 text-xs font-medium text-muted ${column.numeric ? 'text-right' : ''}`}
              >
                {column.label}
              </TableHeaderCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={rowKey(row)} className="hover:bg-raised">
              {columns.map((column) => (
                <TableCell key={column.key} className={`${BASE} ${column.numeric ? 'text-right tabular-nums' : ''}`}>
                  {column.cell(row)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  )
}
