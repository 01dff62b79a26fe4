import type { ReactNode } from 'react'
import { percent } from './geometry.ts'

/** Parts of a whole in the order in which they are stacked; the same for every chart of the same parts. */
export interface Part {
  key: string
  label: string
  /** Fill of the part. */
  className: string
}

export interface StackedRow {
  key: string
  label: ReactNode
  /** By the order of the parts; null counts as nothing. */
  values: (number | null)[]
  text: ReactNode
  title: string
}

interface Props {
  label: string
  parts: Part[]
  rows: StackedRow[]
  textWidth?: string
}

/** What each row's whole is made of: every row is as long as any other, so that shares can be compared. */
export function StackedRows({ label, parts, rows, textWidth = '5rem' }: Props) {
  const columns = { gridTemplateColumns: `clamp(5rem, 25%, 12rem) minmax(0, 1fr) ${textWidth}` }
  return (
    <ul aria-label={label} tabIndex={0} data-across={1}>
      {rows.map((row) => {
        const whole = row.values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
        return (
          <li key={row.key} className="grid items-center gap-3 py-[3px]" style={columns} title={row.title}>
            <span className="min-w-0 break-words leading-4">{row.label}</span>
            <span aria-hidden className="flex h-4 overflow-hidden rounded-sm bg-raised">
              {parts.map((part, place) => {
                const value = row.values[place] ?? 0
                return value > 0 && whole > 0 ? (
                  <span key={part.key} className={part.className} style={{ width: percent(value / whole) }} />
                ) : null
              })}
            </span>
            <span className="number text-xs">{row.text}</span>
          </li>
        )
      })}
    </ul>
  )
}

/** What the fills stand for. */
export function PartLegend({ parts }: { parts: Part[] }) {
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-0.5 text-xs text-muted">
      {parts.map((part) => (
        <li key={part.key} className="flex items-center gap-1.5">
          <span aria-hidden className={`h-2.5 w-3 rounded-[2px] ${part.className}`} />
          {part.label}
        </li>
      ))}
    </ul>
  )
}
