import type { ReactNode } from 'react'
import type { Tick } from './geometry.ts'

interface Props {
  /** Pixels of the drawing; the width is the frame's. */
  height: number
  x: Tick[]
  y: Tick[]
  label: string
  /** What the axes measure, with unit. */
  xName?: string
  yName?: string
  /** Room for the labels of y, in rem. */
  gutter?: number
  /** Drawn in a 100 × 100 view box that is stretched to the frame. */
  children: ReactNode
}

/** The edges' labels stay inside the frame. */
function shiftOf(at: number): string {
  if (at < 0.04) return 'translateX(0)'
  return at > 0.96 ? 'translateX(-100%)' : 'translateX(-50%)'
}

/** The one place that draws axes. Labels are HTML, so that they keep their size on a phone. */
export function Plot({ height, x, y, label, xName, yName, gutter = 3, children }: Props) {
  return (
    <div className="pt-2">
      {yName && <div className="mb-2.5 text-xs text-muted">{yName}</div>}
      <div className="relative" style={{ height, marginLeft: `${gutter}rem`, marginRight: '0.25rem' }}>
        {y.map((tick) => (
          <span
            key={tick.at}
            aria-hidden
            className="absolute whitespace-nowrap pr-2 text-right text-xs leading-none text-muted tabular-nums"
            style={{ top: `${(1 - tick.at) * 100}%`, right: '100%', transform: 'translateY(-50%)' }}
          >
            {tick.label}
          </span>
        ))}
        <svg
          role="img"
          aria-label={label}
          tabIndex={0}
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          className="chart-svg"
        >
          {y.map((tick) => (
            <path key={tick.at} d={`M0 ${(1 - tick.at) * 100}H100`} className="stroke-line" fill="none" />
          ))}
          {children}
        </svg>
      </div>
      <div
        aria-hidden
        className="relative mt-1.5 h-4 text-xs leading-4 text-muted"
        style={{ marginLeft: `${gutter}rem`, marginRight: '0.25rem' }}
      >
        {x.map((tick) => (
          <span
            key={`${tick.at} ${tick.label}`}
            className={`absolute whitespace-nowrap tabular-nums ${x.length > 4 ? 'max-sm:even:hidden' : ''}`}
            style={{ left: `${tick.at * 100}%`, transform: shiftOf(tick.at) }}
          >
            {tick.label}
          </span>
        ))}
      </div>
      {xName && <div className="text-right text-xs text-muted">{xName}</div>}
    </div>
  )
}
