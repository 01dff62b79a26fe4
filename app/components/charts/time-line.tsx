import { Link } from '@remix-run/react'
import { clamp01, linearScale } from './geometry.ts'

/** Something that lasts, or (without an end) happens. Milliseconds since 1970. */
export interface Mark {
  key: string
  from: number
  to: number | null
  title: string
  className: string
  /** Where it leads. */
  href?: string
  text?: string
}

export interface Lane {
  key: string
  label: string
  marks: Mark[]
}

/** From a mark of a lane to one of the lane below it: where something was planned, and when it came to be. */
export interface Connector {
  key: string
  from: number
  to: number
}

interface Props {
  label: string
  lanes: Lane[]
  /** Drawn between this lane and the next. */
  connectors: { after: string; lines: Connector[] }
  starts: number
  ends: number
  ticks: { at: number; label: string }[]
}

const percent = (share: number) => `${Math.round(clamp01(share) * 100_000) / 1000}%`

function MarkBox({ mark, at }: { mark: Mark; at: (time: number) => number }) {
  const from = at(mark.from)
  const to = mark.to === null ? from : at(mark.to)
  const look = `absolute inset-y-0 min-w-[3px] overflow-hidden rounded-[2px] text-[0.625rem] leading-5 ${mark.className}`
  const style = { left: percent(from), width: percent(to - from) }
  if (!mark.href) return <span className={look} style={style} title={mark.title} />
  return (
    <Link to={mark.href} className={look} style={style} title={mark.title} aria-label={mark.title}>
      <span aria-hidden className="block truncate px-0.5">
        {mark.text}
      </span>
    </Link>
  )
}

/** A day in lanes over one axis of time. Scrolls inside its own frame on a phone, by keyboard too. */
export function TimeLine({ label, lanes, connectors, starts, ends, ticks }: Props) {
  const scale = linearScale(starts, ends)
  const at = (time: number) => clamp01(scale(time))
  const columns = { gridTemplateColumns: '6rem minmax(0, 1fr)' }
  return (
    <div role="region" aria-label={label} tabIndex={0} className="overflow-x-auto">
      <div className="min-w-[44rem] pb-1">
        {lanes.map((lane) => (
          <div key={lane.key}>
            <div className="grid items-center gap-2 py-0.5" style={columns}>
              <span className="break-words text-xs leading-4 text-muted">{lane.label}</span>
              <span className="relative h-5 rounded-sm bg-raised" data-lane={lane.key}>
                {lane.marks.map((mark) => (
                  <MarkBox key={mark.key} mark={mark} at={at} />
                ))}
              </span>
            </div>
            {connectors.after === lane.key && connectors.lines.length > 0 && (
              <div className="grid gap-2" style={columns} aria-hidden>
                <span />
                <span className="relative h-4">
                  <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="chart-svg">
                    <path
                      d={connectors.lines.map(({ from, to }) => `M${at(from) * 100} 0L${at(to) * 100} 100`).join('')}
                      className="stroke-muted"
                      fill="none"
                    />
                  </svg>
                </span>
              </div>
            )}
          </div>
        ))}
        <div className="grid gap-2 text-xs text-muted" style={columns} aria-hidden>
          <span />
          <span className="relative h-4">
            {ticks.map((tick) => (
              <span
                key={tick.at}
                className="absolute -translate-x-1/2 whitespace-nowrap tabular-nums"
                style={{ left: percent(at(tick.at)) }}
              >
                {tick.label}
              </span>
            ))}
          </span>
        </div>
      </div>
    </div>
  )
}
