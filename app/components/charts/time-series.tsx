import { bandPath, dayNumber, dayTicks, dotPath, linearScale, linePath, niceDomain, valueTicks } from './geometry.ts'
import type { DayMark } from './happenings.tsx'
import { Plot } from './plot.tsx'

export interface SeriesPoint {
  day: string
  value: number | null
  /** What a pointer that rests on the mark reads. */
  title: string
  /** True where a control rule is broken: drawn larger and square. */
  signal?: boolean
}

export interface Series {
  key: string
  points: SeriesPoint[]
  /** 1…4: colour of the series. */
  color: 1 | 2 | 3 | 4
  dashed?: boolean
  dots?: boolean
}

interface Props {
  label: string
  series: Series[]
  /** Control limits by day; null where there are none. */
  band?: { day: string; lower: number | null; upper: number | null }[]
  centerLine?: number | null
  /** What happened on a day; only those within the days that are drawn. */
  marks?: DayMark[]
  height?: number
  fromZero?: boolean
  /** Rates never leave 0…1, so their axis does not either. */
  rate?: boolean
  write: (value: number) => string
  writeDay: (day: string) => string
  gutter?: number
  yName?: string
  /** A common top for panels that are compared. */
  yMax?: number
  ticks?: number
  /** About how many days are named on the axis. */
  dayCount?: number
}

/** More marks than this cannot be told apart by a pointer. */
const MOST_MARKS = 61

/** A point that breaks a rule is larger and square. */
const SIGNAL = { className: 'stroke-bad', strokeWidth: 9, strokeLinecap: 'square' } as const

const STROKE = { 1: 'stroke-series-1', 2: 'stroke-series-2', 3: 'stroke-series-3', 4: 'stroke-series-4' } as const

function domainOf({ series, band = [], centerLine, fromZero, rate, yMax }: Props): [number, number] {
  const values = series.flatMap((s) => s.points.map((p) => p.value))
  const limits = band.flatMap((b) => [b.lower, b.upper])
  const include = [...(fromZero ? [0] : []), ...(yMax === undefined ? [] : [yMax])]
  const [low, high] = niceDomain([...values, ...limits, centerLine], include)
  return rate ? [Math.max(0, low), Math.min(1, high)] : [low, high]
}

/** Values over local days, with gaps where there are none, control limits and the points that break a rule. */
export function TimeSeries(props: Props) {
  const {
    label,
    series,
    band = [],
    centerLine,
    marks = [],
    height = 190,
    write,
    writeDay,
    gutter,
    yName,
    ticks = 4,
    dayCount = 5,
  } = props
  const days = [...new Set(series.flatMap((s) => s.points.map((p) => p.day)))].sort()
  const x = linearScale(dayNumber(days[0] ?? '1970-01-01'), dayNumber(days.at(-1) ?? '1970-01-01'))
  const y = linearScale(...domainOf(props))
  const limits = band.map((b) => ({
    x: x(dayNumber(b.day)),
    low: b.lower === null ? null : y(b.lower),
    high: b.upper === null ? null : y(b.upper),
  }))
  return (
    <Plot
      height={height}
      label={label}
      yName={yName}
      gutter={gutter}
      x={dayTicks(days, writeDay, x, dayCount)}
      y={valueTicks(y, write, ticks)}
    >
      <path d={bandPath(limits)} className="fill-series-1 opacity-15" stroke="none" />
      {centerLine !== null && centerLine !== undefined && (
        <path d={`M0 ${(1 - y(centerLine)) * 100}H100`} className="stroke-muted" strokeDasharray="4 3" fill="none" />
      )}
      {marks.length > 0 && (
        <g className="stroke-series-4" strokeDasharray="1 3" strokeWidth={1.5} fill="none">
          {marks.map(({ day, title }) => (
            <path key={day} d={`M${Math.round(x(dayNumber(day)) * 10_000) / 100} 0V100`}>
              <title>{title}</title>
            </path>
          ))}
        </g>
      )}
      {series.map((s) => (
        <Drawn key={s.key} series={s} x={(day) => x(dayNumber(day))} y={y} />
      ))}
    </Plot>
  )
}

function Drawn({ series, x, y }: { series: Series; x: (day: string) => number; y: (value: number) => number }) {
  const points = series.points.map((p) => ({ ...p, x: x(p.day), y: p.value === null ? null : y(p.value) }))
  const alone = (place: number) => points[place - 1]?.y == null && points[place + 1]?.y == null
  const drawn = (place: number) => series.dots || points[place]?.signal || alone(place)
  // Without dots the marks are still there to be pointed at.
  const pointed = points.filter((p, place) => p.y !== null && !drawn(place))
  const step = Math.ceil(pointed.length / MOST_MARKS)
  return (
    <g className={STROKE[series.color]} fill="none">
      <path
        d={linePath(points)}
        strokeWidth={1.75}
        strokeDasharray={series.dashed ? '3 3' : undefined}
        strokeLinejoin="round"
      />
      <g strokeWidth={5} strokeLinecap="round">
        {points.map((p, place) =>
          p.y !== null && drawn(place) ? (
            <path key={p.day} d={dotPath(p.x, p.y)} {...(p.signal ? SIGNAL : undefined)}>
              <title>{p.title}</title>
            </path>
          ) : null,
        )}
      </g>
      {pointed.length > 0 && (
        <g strokeWidth={6} strokeLinecap="round" strokeOpacity={0}>
          {pointed.map((p, place) =>
            p.y !== null && place % step === 0 ? (
              <path key={p.day} d={dotPath(p.x, p.y)}>
                <title>{p.title}</title>
              </path>
            ) : null,
          )}
        </g>
      )}
    </g>
  )
}
