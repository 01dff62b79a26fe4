import type { ReactNode } from 'react'
import { AxisBelow } from './axis-below.tsx'
import { clamp01, linearScale, niceDomain, valueTicks } from './geometry.ts'

export interface StripMark {
  value: number
  exams: number
  deviating: number
}

export interface StripDatum {
  key: string
  label: ReactNode
  marks: StripMark[]
  /** What the rule allows; null = open on that side. */
  bands: { min: number | null; max: number | null }[]
  text: ReactNode
  title: string
}

interface Props {
  label: string
  strips: StripDatum[]
  write: (value: number) => string
}

const COLUMNS = { gridTemplateColumns: 'clamp(6rem, 28%, 13rem) minmax(0, 1fr) 5.5rem' }
const round = (value: number) => Math.round(value * 10_000) / 100

/** One mark a value: its height says how many of the strip's exams have it. */
function marksPath(marks: StripMark[], most: number, x: (value: number) => number): string {
  return marks
    .map(({ value, exams }) => {
      const height = 30 + 60 * Math.sqrt(exams / most)
      return `M${round(clamp01(x(value)))} ${Math.round(50 - height / 2)}v${Math.round(height)}`
    })
    .join('')
}

function Strip({ strip, scale }: { strip: StripDatum; scale: ReturnType<typeof linearScale> }) {
  const most = Math.max(1, ...strip.marks.map(({ exams }) => exams))
  const isBad = ({ deviating }: StripMark) => deviating > 0
  const from = (min: number | null) => (min === null ? 0 : round(clamp01(scale(min))))
  const to = (max: number | null) => (max === null ? 100 : round(clamp01(scale(max))))
  return (
    <svg aria-hidden viewBox="0 0 100 100" preserveAspectRatio="none" className="chart-svg">
      <path d="M0 50H100" className="stroke-line" fill="none" />
      {strip.bands.map(({ min, max }) => (
        <path
          key={`${min} ${max}`}
          d={`M${from(min)} 4H${Math.max(to(max), from(min) + 0.6)}V96H${from(min)}Z`}
          className="fill-series-1 opacity-20"
          stroke="none"
        />
      ))}
      <path
        d={marksPath(
          strip.marks.filter((mark) => !isBad(mark)),
          most,
          scale,
        )}
        className="stroke-series-1"
        strokeWidth={2}
        fill="none"
      />
      <path
        d={marksPath(strip.marks.filter(isBad), most, scale)}
        className="stroke-bad"
        strokeWidth={4}
        strokeDasharray="3 2"
        fill="none"
      />
    </svg>
  )
}

/** Small multiples: what each thing was set to, on one common axis, its own band behind it. Deviating marks are broad and broken. */
export function ValueStrips({ label, strips, write }: Props) {
  if (strips.length === 0) return null
  const values = strips.flatMap((strip) => [
    ...strip.marks.map(({ value }) => value),
    ...strip.bands.flatMap(({ min, max }) => [min, max]),
  ])
  const scale = linearScale(...niceDomain(values))
  return (
    <div role="group" aria-label={label} tabIndex={0} data-across={1}>
      <ul>
        {strips.map((strip) => (
          <li key={strip.key} className="grid items-center gap-3 py-[3px]" style={COLUMNS} title={strip.title}>
            <span className="min-w-0 break-words leading-4">{strip.label}</span>
            <span className="relative h-5">
              <Strip strip={strip} scale={scale} />
            </span>
            <span className="number text-xs">{strip.text}</span>
          </li>
        ))}
      </ul>
      <AxisBelow columns={COLUMNS} ticks={valueTicks(scale, write, 2)}>
        <span />
      </AxisBelow>
    </div>
  )
}
