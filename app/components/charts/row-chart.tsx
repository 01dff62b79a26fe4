import type { ReactNode } from 'react'
import { AxisBelow } from './axis-below.tsx'
import { clamp01, linearScale, niceDomain, percent, valueTicks } from './geometry.ts'

export interface RowDatum {
  key: string
  label: ReactNode
  value: number | null
  low?: number | null
  high?: number | null
  /** What stands at the end of the row, in words: the value, its interval, its n. */
  text: ReactNode
  title: string
  /** Drawn in the second colour: what the eye should find. */
  marked?: boolean
}

interface Props {
  label: string
  rows: RowDatum[]
  /** `bar` from zero for amounts and counts; `point` for estimates with their interval. */
  kind: 'bar' | 'point'
  write: (value: number) => string
  domain?: [number, number]
  /** A line across all rows: no difference, the network's rate, break-even. */
  reference?: { value: number; label: string } | null
  /** Widths of the outer columns: the same for all rows, so that the tracks line up. */
  labelWidth?: string
  textWidth?: string
}

function domainOf({ rows, kind, domain, reference }: Props): [number, number] {
  if (domain) return domain
  const values = rows.flatMap((row) => [row.value, row.low, row.high])
  return niceDomain([...values, reference?.value], kind === 'bar' ? [0] : [])
}

/** Horizontal bars or estimates with intervals (a forest plot), one row for each thing compared. */
export function RowChart(props: Props) {
  const { label, rows, kind, write, reference, labelWidth = 'clamp(6rem, 30%, 14rem)', textWidth = '5rem' } = props
  if (rows.length === 0) return null
  const scale = linearScale(...domainOf(props))
  const columns = { gridTemplateColumns: `${labelWidth} minmax(0, 1fr) ${textWidth}` }
  return (
    <div role="group" aria-label={label} tabIndex={0} data-across={1}>
      <ul>
        {rows.map((row) => (
          <li key={row.key} className="grid items-center gap-3 py-[3px]" style={columns} title={row.title}>
            <span className="min-w-0 break-words leading-4">{row.label}</span>
            <span aria-hidden className="relative h-5">
              <Track row={row} kind={kind} scale={scale} />
              {reference && (
                <span
                  className="absolute inset-y-0 border-l border-dashed border-muted"
                  style={{ left: percent(scale(reference.value)) }}
                />
              )}
            </span>
            <span className="number text-xs">{row.text}</span>
          </li>
        ))}
      </ul>
      <AxisBelow columns={columns} ticks={valueTicks(scale, write, 3)}>
        <span className="min-w-0 break-words">{reference?.label}</span>
      </AxisBelow>
    </div>
  )
}

function Track({ row, kind, scale }: { row: RowDatum; kind: 'bar' | 'point'; scale: (value: number) => number }) {
  if (row.value === null) return null
  const at = clamp01(scale(row.value))
  const zero = clamp01(scale(0))
  const from = row.low == null ? at : clamp01(scale(row.low))
  const to = row.high == null ? at : clamp01(scale(row.high))
  return (
    <>
      {kind === 'bar' && (
        <span
          className={`absolute inset-y-[3px] rounded-sm ${row.marked ? 'bg-series-2' : 'bg-series-1'}`}
          style={{ left: percent(Math.min(zero, at)), width: percent(Math.abs(at - zero)) }}
        />
      )}
      {to > from && (
        <span
          className={`absolute top-1/2 h-0.5 -translate-y-1/2 ${kind === 'bar' ? 'bg-ink' : row.marked ? 'bg-series-2' : 'bg-series-1'}`}
          style={{ left: percent(from), width: percent(to - from) }}
        />
      )}
      {kind === 'point' && (
        <span
          className={`absolute top-1/2 h-2.5 w-2.5 -translate-x-1/2 -translate-y-1/2 ${row.marked ? 'bg-series-2' : 'rounded-full bg-series-1'}`}
          style={{ left: percent(at) }}
        />
      )}
    </>
  )
}
