import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/use-i18n.ts'
import { MOST_ROWS } from '../../served/fold.ts'
import { FoldedNote } from '../../served/folded-note.tsx'
import { CardMenu } from '../panels/card-menu.tsx'

export interface ChartTable {
  columns: { label: string; numeric?: boolean }[]
  rows: (string | number)[][]
  /** How many rows there are, where they are not all given. */
  total?: number
  /** Name of the page's table that holds all rows, and which of them are shown. */
  csv?: string
  order?: string
}

export interface LegendEntry {
  label: string
  className: string
  shape?: 'line' | 'dash' | 'dot' | 'square' | 'band'
}

const SHAPES = {
  line: 'h-0 w-4 border-t-2',
  dash: 'h-0 w-4 border-t-2 border-dashed',
  dot: 'h-2 w-2 rounded-full border-4',
  square: 'h-2 w-2 border-4',
  band: 'h-2.5 w-4 border-[5px] opacity-30',
} as const

/** What the marks stand for; shapes differ as well as colours. */
export function Legend({ entries }: { entries: LegendEntry[] }) {
  return (
    <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 text-xs text-muted">
      {entries.map((entry) => (
        <li key={entry.label} className="flex items-center gap-1.5">
          <span aria-hidden className={`${SHAPES[entry.shape ?? 'line']} ${entry.className}`} />
          {entry.label}
        </li>
      ))}
    </ul>
  )
}

function TableOfFigures({ table, label }: { table: ChartTable; label: string }) {
  const rows = table.rows.slice(0, MOST_ROWS)
  return (
    <div role="region" aria-label={label} tabIndex={0} className="mt-1 max-h-72 overflow-auto">
      <table className="chart-table w-full text-xs">
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column.label} scope="col" className={column.numeric ? 'n' : undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              {row.map((cell, column) => (
                <td key={column} className={table.columns[column]?.numeric ? 'n' : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <FoldedNote shown={rows.length} total={table.total ?? table.rows.length} csv={table.csv} order={table.order} />
    </div>
  )
}

interface Props {
  title: string
  /** What the chart shows, in a sentence: for those who do not see it, and for those in a hurry. */
  summary: string
  table: ChartTable
  legend?: LegendEntry[]
  className?: string
  /** Names the statement where the chart does not have its card to itself. */
  panel?: string
  children: ReactNode
}

/** The frame of every chart: what it shows in words, the drawing, and the figures as a table. */
export function ChartFigure({ title, summary, table, legend, className = '', panel, children }: Props) {
  const { t } = useI18n()
  return (
    <figure className={`min-w-0 ${className}`}>
      <figcaption className="mb-2">
        <CardMenu id={panel} of={title} className="float-right ml-2" />
        <h2>{title}</h2>
        <p className="text-muted">{summary}</p>
      </figcaption>
      {children}
      {legend && <Legend entries={legend} />}
      <details className="mt-2 text-xs">
        <summary className="w-fit cursor-pointer leading-6 text-muted hover:text-ink">{t('chart.table')}</summary>
        <TableOfFigures table={table} label={`${title}: ${t('chart.table')}`} />
      </details>
    </figure>
  )
}
