import { area, curveLinear, line, scaleLinear, scaleSqrt } from 'd3'

/** Where a tick stands, 0…1 from the left or from the bottom, and what it says. */
export interface Tick {
  at: number
  label: string
}

export interface Scale {
  (value: number): number
  domain: [number, number]
}

/** From a domain to 0…1; a domain without length maps to the middle, so that a constant series is drawn. */
export function linearScale(low: number, high: number): Scale {
  const scale = low === high ? () => 0.5 : scaleLinear([low, high], [0, 1])
  return Object.assign((value: number) => scale(value), { domain: [low, high] as [number, number] })
}

/** Spreads small counts: funnels are widest where n is small. */
export function sqrtScale(high: number): Scale {
  const scale = high <= 0 ? () => 0 : scaleSqrt([0, high], [0, 1])
  return Object.assign((value: number) => scale(Math.max(0, value)), { domain: [0, high] as [number, number] })
}

/** A place between 0 and 1 as CSS has it. */
export const percent = (share: number) => `${Math.round(clamp01(share) * 10_000) / 100}%`

export function clamp01(value: number): number {
  return Math.min(1, Math.max(0, value))
}

/** A domain that holds all known values, widened to round numbers; [0, 1] when nothing is known. */
export function niceDomain(values: (number | null | undefined)[], include: number[] = []): [number, number] {
  const known = [...values, ...include].filter((v): v is number => v !== null && v !== undefined && Number.isFinite(v))
  if (known.length === 0) return [0, 1]
  const low = known.reduce((a, b) => Math.min(a, b))
  const high = known.reduce((a, b) => Math.max(a, b))
  if (low === high) return low === 0 ? [0, 1] : ([Math.min(0, low), Math.max(0, high)] as [number, number])
  const [from = low, to = high] = scaleLinear([low, high], [0, 1]).nice(4).domain()
  return [from, to]
}

export function valueTicks(scale: Scale, write: (value: number) => string, count = 4): Tick[] {
  const [low, high] = scale.domain
  const ticks = scaleLinear([low, high], [0, 1]).ticks(count)
  const seen = new Set<string>()
  return ticks
    .map((value) => ({ at: clamp01(scale(value)), label: write(value) }))
    .filter((tick) => !seen.has(tick.label) && seen.add(tick.label))
}

/** About `count` of the days, evenly spaced by their place, the first always among them. */
export function dayTicks(days: string[], write: (day: string) => string, scale: Scale, count = 5): Tick[] {
  if (days.length === 0) return []
  const step = Math.max(1, Math.ceil(days.length / count))
  return days.filter((_, place) => place % step === 0).map((day) => ({ at: scale(dayNumber(day)), label: write(day) }))
}

/** Days since 1970 of a local day. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000
}

/** A point in the plot, both 0…1; y null is a gap. */
export interface Point {
  x: number
  y: number | null
}

const left = (p: { x: number }) => round(p.x * 100)
const top = (y: number) => round((1 - y) * 100)
const round = (value: number) => Math.round(value * 100) / 100

/** Path in a 100 × 100 view box. A null breaks it: a gap is never bridged. */
export function linePath(points: Point[]): string {
  return (
    line<Point>(left, (p) => top(p.y ?? 0))
      .defined((p) => p.y !== null)
      .curve(curveLinear)(points) ?? ''
  )
}

/** The band between two limits, broken where either is missing. */
export function bandPath(points: { x: number; low: number | null; high: number | null }[]): string {
  const whole = points.filter((p) => p.low !== null && p.high !== null).length
  if (whole < 2) return ''
  return (
    area<{ x: number; low: number | null; high: number | null }>(
      left,
      (p) => top(p.low ?? 0),
      (p) => top(p.high ?? 0),
    ).defined((p) => p.low !== null && p.high !== null)(points) ?? ''
  )
}

/**
 * One path a part: the bars of all wholes, each standing on those of the parts before it. `x` and `width` are 0…1; a fifth
 * of the width is left between bars. Null counts as nothing.
 */
export function stackedPaths(
  wholes: { x: number; values: (number | null)[] }[],
  parts: number,
  width: number,
  y: (value: number) => number,
): string[] {
  const levels = wholes.map(() => 0)
  return Array.from({ length: parts }, (_, part) =>
    wholes
      .map(({ x, values }, place) => {
        const from = levels[place]!
        const to = from + (values[part] ?? 0)
        levels[place] = to
        if (to <= from) return ''
        return `M${left({ x: x + width * 0.1 })} ${top(y(from))}h${left({ x: width * 0.8 })}V${top(y(to))}h${-left({ x: width * 0.8 })}z`
      })
      .join(''),
  )
}

/** A mark at a point: a line of no length, whose round or square cap stays in shape however the plot is stretched. */
export function dotPath(x: number, y: number): string {
  return `M${left({ x })} ${top(y)}h0`
}

/**
 * Many marks in one path. Those that would cover each other are drawn once, on a grid of 250 places each way, so that the
 * path stays short however many they are.
 */
export function placesPath(points: { x: number; y: number }[]): string {
  const snap = (share: number) => Math.round(share * 250) / 2.5
  const places = new Set(points.map(({ x, y }) => `M${snap(x)} ${snap(1 - y)}h0`))
  return [...places].sort().join('')
}

/** Level 0…5 of a count on a ramp up to the largest; 0 only for none. */
export function heatLevel(count: number, most: number): number {
  if (count <= 0 || most <= 0) return 0
  return Math.min(5, Math.max(1, Math.ceil((count / most) * 5)))
}

/** Where each bar of a waterfall begins and ends, in money; totals stand on 0. A missing amount leaves a gap. */
export function waterfallSpans(bars: { kind: 'total' | 'change'; amount: number | null }[]) {
  let level = 0
  return bars.map(({ kind, amount }) => {
    if (amount === null) return null
    const from = kind === 'total' ? 0 : level
    level = kind === 'total' ? amount : level + amount
    return { from, to: level }
  })
}
