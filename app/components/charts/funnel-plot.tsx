import {
  bandPath,
  clamp01,
  dotPath,
  linearScale,
  linePath,
  niceDomain,
  placesPath,
  sqrtScale,
  valueTicks,
} from './geometry.ts'
import { Plot } from './plot.tsx'

export interface FunnelPoint {
  key: string
  n: number
  value: number | null
  /** Outside the 99.8 % limits: drawn larger and square. */
  alert: boolean
  /** Named by the filter, among those of the whole network: a ring around its mark. */
  chosen?: boolean
  /** Outside the 95 % limits. */
  notable: boolean
  title: string
}

export interface FunnelLimit {
  n: number
  lower_95: number
  upper_95: number
  lower_998: number
  upper_998: number
}

interface Props {
  label: string
  points: FunnelPoint[]
  /** Of many centers those that do not stand out: drawn together, without a word each. */
  others?: { n: number; value: number | null }[]
  /** Centers of somebody else, without names. */
  strangers?: { n: number; value: number | null }[]
  curve: FunnelLimit[]
  target: number | null
  write: (value: number) => string
  writeCount: (value: number) => string
  xName: string
}

const ALERT = { className: 'stroke-bad', strokeWidth: 11, strokeLinecap: 'square' } as const
const NOTABLE = { className: 'stroke-series-2' } as const

/** Rates against the number of observations, inside the limits that chance alone would keep: no league table. */
export function FunnelPlot({
  label,
  points,
  others = [],
  strangers = [],
  curve,
  target,
  write,
  writeCount,
  xName,
}: Props) {
  const all = [...points, ...others, ...strangers]
  const x = sqrtScale(Math.max(1, ...all.map((p) => p.n), ...curve.map((c) => c.n)) * 1.04)
  const smallest = Math.min(Infinity, ...all.map((p) => p.n))
  // Limits for fewer observations than any center has would only flatten the picture.
  const shown = curve.filter((c) => c.n >= smallest * 0.5)
  const [low, high] = niceDomain([
    ...all.map((p) => p.value),
    target,
    ...shown.flatMap((c) => [c.lower_998, c.upper_998]),
  ])
  const y = linearScale(Math.max(0, low), Math.min(1, high))
  const place = (value: number) => clamp01(y(value))
  const rings = points.flatMap((p) => (p.chosen && p.value !== null ? [{ x: x(p.n), y: place(p.value) }] : []))
  const placed = (dots: { n: number; value: number | null }[]) =>
    dots.flatMap((p) => (p.value === null ? [] : [{ x: x(p.n), y: place(p.value) }]))
  const band = (lower: (c: FunnelLimit) => number, upper: (c: FunnelLimit) => number) =>
    bandPath(shown.map((c) => ({ x: x(c.n), low: place(lower(c)), high: place(upper(c)) })))
  return (
    <Plot height={260} label={label} xName={xName} x={valueTicks(x, writeCount, 5)} y={valueTicks(y, write)}>
      <path
        d={band(
          (c) => c.lower_998,
          (c) => c.upper_998,
        )}
        className="fill-series-1 opacity-10"
        stroke="none"
      />
      <path
        d={band(
          (c) => c.lower_95,
          (c) => c.upper_95,
        )}
        className="fill-series-1 opacity-15"
        stroke="none"
      />
      {target !== null && (
        <path
          d={linePath([
            { x: 0, y: place(target) },
            { x: 1, y: place(target) },
          ])}
          className="stroke-muted"
          strokeDasharray="4 3"
          fill="none"
        />
      )}
      {rings.length > 0 && <path d={placesPath(rings)} className="stroke-ink" strokeWidth={15} strokeLinecap="round" />}
      <g className="stroke-series-1" strokeWidth={8} strokeLinecap="round">
        {strangers.length > 0 && <path className="stroke-muted opacity-50" d={placesPath(placed(strangers))} />}
        {others.length > 0 && <path d={placesPath(placed(others))} />}
        {points.map((p) =>
          p.value === null ? null : (
            <path
              key={p.key}
              d={dotPath(x(p.n), place(p.value))}
              {...(p.alert ? ALERT : p.notable ? NOTABLE : undefined)}
            >
              <title>{p.title}</title>
            </path>
          ),
        )}
      </g>
    </Plot>
  )
}
