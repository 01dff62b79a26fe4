import type { CSSProperties, ReactNode } from 'react'
import { percent, type Tick } from './geometry.ts'

interface Props {
  /** The grid of the rows above. */
  columns: CSSProperties
  ticks: Tick[]
  /** What stands under the rows' labels. */
  children: ReactNode
}

/** The axis under a chart of rows; labels at either end stay within it. */
export function AxisBelow({ columns, ticks, children }: Props) {
  return (
    <div aria-hidden className="grid gap-3 text-xs text-muted" style={columns}>
      {children}
      <span className="relative h-4">
        {ticks.map((tick) => (
          <span
            key={tick.at}
            className="absolute whitespace-nowrap tabular-nums max-sm:[&:not(:first-child):not(:last-child)]:hidden"
            style={{
              left: percent(tick.at),
              transform: `translateX(-${tick.at > 0.9 ? 100 : tick.at < 0.1 ? 0 : 50}%)`,
            }}
          >
            {tick.label}
          </span>
        ))}
      </span>
    </div>
  )
}
