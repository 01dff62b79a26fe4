import type { ReactNode } from 'react'
import { AxisBelow } from './axis-below.tsx'
import { linearScale, niceDomain, percent, sqrtScale, valueTicks, type Tick } from './geometry.ts'

/** The quantiles of one row; all null where there are too few observations. */
export interface Quantiles {
  p10: number | null
  p25: number | null
  p50: number | null
  p75: number | null
  p90: number | null
}

export interface StripDatum extends Quantiles {
  key: string
  label: ReactNode
  /** What is wanted; a dashed line in the row. */
  target?: number | null
  text: ReactNode
  title: string
}

interface Props {
  label: string
  rows: StripDatum[]
  write: (value: number) => string
  labelWidth?: string
  textWidth?: string
}

function Strip({ row, scale }: { row: StripDatum; scale: (value: number) => number }) {
  const { p10, p25, p50, p75, p90, target = null } = row
  const span = (from: number, to: number) => ({ left: percent(scale(from)), width: percent(scale(to) - scale(from)) })
  return (
    <span aria-hidden className="relative h-5">
      {p10 !== null && p90 !== null && (
        <span className="absolute top-1/2 h-0.5 -translate-y-1/2 bg-series-1" style={span(p10, p90)} />
      )}
      {p25 !== null && p75 !== null && (
        <span className="absolute inset-y-[5px] rounded-sm bg-series-1 opacity-60" style={span(p25, p75)} />
      )}
      {p50 !== null && (
        <span
          className="absolute inset-y-[2px] w-[3px] -translate-x-1/2 bg-ink"
          style={{ left: percent(scale(p50)) }}
        />
      )}
      {target !== null && (
        <span
          className="absolute inset-y-0 border-l-2 border-dashed border-series-2"
          style={{ left: percent(scale(target)) }}
        />
      )}
    </span>
  )
}

/** Ticks that leave room for each other's labels, the last among them. */
function spaced(ticks: Tick[]): Tick[] {
  const kept: Tick[] = []
  for (const tick of [...ticks].reverse()) if (kept.every(({ at }) => Math.abs(at - tick.at) >= 0.3)) kept.push(tick)
  return kept
}

/** Distributions as strips under one another: middle four fifths, middle half, median, and what is wanted. */
export function StripChart({
  label,
  rows,
  write,
  labelWidth = 'clamp(5rem, 28%, 11rem)',
  textWidth = '5.5rem',
}: Props) {
  if (rows.length === 0) return null
  const values = rows.flatMap(({ p10, p90, target }) => [p10, p90, target])
  const [low, high] = niceDomain(values, [0])
  // A few slow groups would leave no room for the others: where nothing is below 0, what is small is spread.
  const scale = low < 0 ? linearScale(low, high) : sqrtScale(high)
  const columns = { gridTemplateColumns: `${labelWidth} minmax(0, 1fr) ${textWidth}` }
  return (
    <div role="group" aria-label={label} tabIndex={0} data-across={1}>
      <ul>
        {rows.map((row) => (
          <li key={row.key} className="grid items-center gap-3 py-[3px]" style={columns} title={row.title}>
            <span className="min-w-0 break-words leading-4">{row.label}</span>
            <Strip row={row} scale={scale} />
            <span className="number text-xs">{row.text}</span>
          </li>
        ))}
      </ul>
      <AxisBelow columns={columns} ticks={spaced(valueTicks(scale, write, 4))}>
        <span />
      </AxisBelow>
    </div>
  )
}
