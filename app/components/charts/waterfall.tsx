import type { ReactNode } from 'react'
import { linearScale, niceDomain, waterfallSpans } from './geometry.ts'

export interface WaterfallDatum {
  key: string
  label: ReactNode
  kind: 'total' | 'change'
  amount: number | null
  text: ReactNode
  title: string
}

const percent = (share: number) => `${Math.round(share * 10_000) / 100}%`

function colorOf(bar: WaterfallDatum): string {
  if (bar.kind === 'total') return (bar.amount ?? 0) < 0 ? 'bg-bad' : 'bg-series-1'
  return (bar.amount ?? 0) < 0 ? 'bg-series-2' : 'bg-series-3'
}

/** From the first total to the last, each change hanging where the one before ended. Rows, so that labels fit a phone. */
export function Waterfall({ label, bars }: { label: string; bars: WaterfallDatum[] }) {
  const spans = waterfallSpans(bars)
  const scale = linearScale(
    ...niceDomain(
      spans.flatMap((span) => [span?.from, span?.to]),
      [0],
    ),
  )
  return (
    <ul aria-label={label} tabIndex={0} data-across={1}>
      {bars.map((bar, place) => {
        const span = spans[place]
        const [from, to] = span ? [scale(span.from), scale(span.to)].sort((a, b) => a - b) : [0, 0]
        return (
          <li
            key={bar.key}
            title={bar.title}
            className={`grid items-center gap-3 py-[3px] ${bar.kind === 'total' ? 'font-semibold' : ''}`}
            style={{ gridTemplateColumns: 'clamp(6rem, 30%, 12rem) minmax(0, 1fr) 7rem' }}
          >
            <span className="min-w-0 break-words leading-4">{bar.label}</span>
            <span aria-hidden className="relative h-5">
              <span className="absolute inset-y-0 border-l border-line" style={{ left: percent(scale(0)) }} />
              {span && from !== undefined && to !== undefined && (
                <span
                  className={`absolute inset-y-[3px] min-w-px rounded-sm ${colorOf(bar)}`}
                  style={{ left: percent(from), width: percent(to - from) }}
                />
              )}
            </span>
            <span className="number">{bar.text}</span>
          </li>
        )
      })}
    </ul>
  )
}
