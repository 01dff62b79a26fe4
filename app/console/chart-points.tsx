import { useI18n } from '../i18n/use-i18n.ts'
import { Legend } from '../components/charts/chart-figure.tsx'
import {
  dotPath,
  linearScale,
  linePath,
  niceDomain,
  valueTicks,
  type Scale,
  type Tick,
} from '../components/charts/geometry.ts'
import { Plot } from '../components/charts/plot.tsx'
import { MOST_SERIES, positionOf } from './logic/chart-choice.ts'
import { displayed } from './logic/display.ts'
import { columnKind, numberOf, textOf, type ColumnKind } from './logic/values.ts'
import type { DrawingProps } from './drawing-props.ts'

const STROKES = ['stroke-series-1', 'stroke-series-2', 'stroke-series-3', 'stroke-series-4'] as const
const BORDERS = ['border-series-1', 'border-series-2', 'border-series-3', 'border-series-4'] as const

/** After four colours the same again, broken or square. */
const isSecond = (place: number) => place >= STROKES.length

interface Mark {
  x: number
  y: number | null
  title: string
}

/** Rows as points in up to eight looks, the most frequent values first; the rest are named as left out. */
function seriesOf({ columns, rows, choice }: DrawingProps) {
  const xKind = columnKind(columns[choice.x]!.type)
  const groups = new Map<string, Mark[]>()
  for (const row of rows) {
    const x = positionOf(xKind, row[choice.x])
    if (x === null) continue
    const key = choice.series === null ? '' : displayed(row[choice.series], columns[choice.series]!.type)
    const title = [
      key,
      displayed(row[choice.x], columns[choice.x]!.type),
      displayed(row[choice.y], columns[choice.y]!.type),
    ]
    const mark = { x, y: numberOf(row[choice.y]), title: title.filter(Boolean).join(' · ') }
    groups.set(key, [...(groups.get(key) ?? []), mark])
  }
  const all = [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
  return { shown: all.slice(0, MOST_SERIES), leftOut: all.slice(MOST_SERIES).map(([key]) => key) }
}

function ticksOf(scale: Scale, kind: ColumnKind): Tick[] {
  if (kind !== 'date' && kind !== 'timestamp')
    return valueTicks(scale, (value) => textOf(Number(value.toPrecision(6))), 6)
  const [low, high] = scale.domain
  const short = high - low < 3 * 86_400_000 ? [11, 16] : [5, 10]
  return valueTicks(scale, (value) => new Date(value).toISOString().slice(...(short as [number, number])), 6)
}

function Points({ props, dots }: { props: DrawingProps; dots: boolean }) {
  const { t } = useI18n()
  const { columns, choice } = props
  const { shown, leftOut } = seriesOf(props)
  const marks = shown.flatMap(([, points]) => points)
  const [low, high] = [Math.min(...marks.map((mark) => mark.x)), Math.max(...marks.map((mark) => mark.x))]
  const x = marks.length > 0 ? linearScale(low, high) : linearScale(0, 1)
  const y = linearScale(
    ...niceDomain(
      marks.map((mark) => mark.y),
      dots ? [] : [0],
    ),
  )
  const xName = columns[choice.x]!.name
  const yName = columns[choice.y]!.name
  return (
    <>
      <Plot
        height={280}
        x={ticksOf(x, columnKind(columns[choice.x]!.type))}
        y={valueTicks(y, (value) => textOf(Number(value.toPrecision(6))))}
        label={t('sql.chart.label', { x: xName, y: yName })}
        xName={xName}
        yName={yName}
        gutter={4}
      >
        {shown.map(([key, points], place) => {
          const placed = points.map((mark) => ({ ...mark, x: x(mark.x), y: mark.y === null ? null : y(mark.y) }))
          const line = dots ? [] : [...placed].sort((a, b) => a.x - b.x)
          return (
            <g key={key} className={STROKES[place % STROKES.length]} fill="none">
              {!dots && (
                <path
                  d={linePath(line)}
                  strokeWidth={1.75}
                  strokeLinejoin="round"
                  strokeDasharray={isSecond(place) ? '4 3' : undefined}
                />
              )}
              {placed.map(
                (mark, i) =>
                  mark.y !== null && (
                    <path
                      key={i}
                      d={dotPath(mark.x, mark.y)}
                      strokeWidth={dots || placed.length < 60 ? 5 : 6}
                      strokeLinecap={isSecond(place) ? 'square' : 'round'}
                      strokeOpacity={dots ? 0.7 : placed.length < 60 ? 1 : 0}
                    >
                      <title>{mark.title}</title>
                    </path>
                  ),
              )}
            </g>
          )
        })}
      </Plot>
      {choice.series !== null && (
        <Legend
          entries={shown.map(([label], place) => ({
            label,
            className: BORDERS[place % BORDERS.length]!,
            shape: isSecond(place) ? (dots ? 'square' : 'dash') : dots ? 'dot' : 'line',
          }))}
        />
      )}
      {leftOut.length > 0 && (
        <p className="mt-1 text-xs text-warn">
          {t('sql.chart.left_out', { names: leftOut.slice(0, 8).join(', '), n: leftOut.length })}
        </p>
      )}
    </>
  )
}

export const LineDrawing = (props: DrawingProps) => <Points props={props} dots={false} />
export const ScatterDrawing = (props: DrawingProps) => <Points props={props} dots />
