import { useI18n } from '../i18n/use-i18n.ts'
import { Legend } from '../components/charts/chart-figure.tsx'
import { heatLevel } from '../components/charts/geometry.ts'
import { MOST_CATEGORIES, MOST_SERIES } from './logic/chart-choice.ts'
import { displayed } from './logic/display.ts'
import { columnKind, numberOf, sortedPlaces } from './logic/values.ts'
import type { DrawingProps } from './drawing-props.ts'

const FILLS = ['bg-series-1', 'bg-series-2', 'bg-series-3', 'bg-series-4'] as const
const BORDERS = ['border-series-1', 'border-series-2', 'border-series-3', 'border-series-4'] as const

const barTitle = ({ columns, choice }: DrawingProps, row: DrawingProps['rows'][number]) =>
  [choice.x, ...(choice.series === null ? [] : [choice.series]), choice.y]
    .map((column) => displayed(row[column], columns[column]!.type))
    .join(' · ')

/** The look of each value of the column that becomes the colour; null without one. */
function looksOf({ columns, rows, choice }: DrawingProps) {
  const { series } = choice
  if (series === null) return null
  const names = [...new Set(rows.map((row) => displayed(row[series], columns[series]!.type)))]
  const look = (name: string) => {
    const place = names.indexOf(name)
    return `${FILLS[place % FILLS.length]} ${place >= FILLS.length ? 'opacity-50' : ''}`
  }
  return { names, of: (row: DrawingProps['rows'][number]) => look(displayed(row[series], columns[series]!.type)) }
}

/** Bars from zero, in the order of the result; negative ones reach to the left. */
export function BarDrawing(props: DrawingProps) {
  const { columns, rows, choice } = props
  const { t, format } = useI18n()
  const shown = rows.slice(0, MOST_CATEGORIES)
  const values = shown.map((row) => numberOf(row[choice.y]))
  const looks = looksOf({ ...props, rows: shown })
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value))
  const low = Math.min(0, ...known)
  const span = Math.max(0, ...known) - low || 1
  const percent = (value: number) => (value / span) * 100
  return (
    <div>
      <p className="mb-1 text-xs text-muted">{columns[choice.y]!.name}</p>
      <ul
        aria-label={t('sql.chart.label', { x: columns[choice.x]!.name, y: columns[choice.y]!.name })}
        className="space-y-1"
        tabIndex={0}
        data-across={1}
      >
        {shown.map((row, place) => {
          const value = values[place] ?? null
          return (
            <li
              key={place}
              title={barTitle(props, row)}
              className="grid grid-cols-[minmax(4rem,12rem)_1fr_auto] items-center gap-2 text-xs"
            >
              <span className="min-w-0 break-words text-right">
                {displayed(row[choice.x], columns[choice.x]!.type)}
              </span>
              <span aria-hidden className="relative h-4">
                {value !== null && (
                  <span
                    className={`absolute h-full ${looks?.of(row) ?? (value < 0 ? 'bg-series-2' : 'bg-series-1')}`}
                    style={{ left: `${percent(Math.min(0, value) - low)}%`, width: `${percent(Math.abs(value))}%` }}
                  />
                )}
              </span>
              <span className="number min-w-16">{displayed(row[choice.y], columns[choice.y]!.type)}</span>
            </li>
          )
        })}
      </ul>
      {looks && (
        <Legend
          entries={looks.names.slice(0, MOST_SERIES).map((label, place) => ({
            label,
            className: `${BORDERS[place % BORDERS.length]} ${place >= BORDERS.length ? 'opacity-50' : ''}`,
            shape: 'square',
          }))}
        />
      )}
      {rows.length > shown.length && (
        <p className="mt-1 text-xs text-warn">
          {t('sql.chart.too_many', { n: format.count(shown.length), all: format.count(rows.length) })}
        </p>
      )}
    </div>
  )
}

const LEVELS = ['bg-heat-0', 'bg-heat-1', 'bg-heat-2', 'bg-heat-3', 'bg-heat-4', 'bg-heat-5']

/** Values of a column in its own order, each once. */
function ordered({ columns, rows }: DrawingProps, column: number): string[] {
  const { type } = columns[column]!
  return [
    ...new Set(
      sortedPlaces(rows, column, columnKind(type), false).map((place) => displayed(rows[place]![column], type)),
    ),
  ]
}

/** One cell for each pair of values; of several rows for one cell the last is shown. Below zero counts as none. */
export function HeatDrawing(props: DrawingProps) {
  const { t } = useI18n()
  const { columns, rows, choice } = props
  if (choice.series === null) return <p className="py-4 text-muted">{t('sql.chart.impossible')}</p>
  const across = ordered(props, choice.x).slice(0, MOST_CATEGORIES)
  const down = ordered(props, choice.series).slice(0, MOST_CATEGORIES)
  const key = (x: string, y: string) => `${x}\n${y}`
  const series = choice.series
  const cells = new Map(
    rows.map((row) => [
      key(displayed(row[choice.x], columns[choice.x]!.type), displayed(row[series], columns[series]!.type)),
      numberOf(row[choice.y]),
    ]),
  )
  const most = Math.max(
    0,
    ...[...cells.values()].filter((value): value is number => value !== null && Number.isFinite(value)),
  )
  const every = Math.ceil(across.length / 12)
  return (
    <div
      className="overflow-x-auto"
      role="region"
      tabIndex={0}
      aria-label={t('sql.chart.label', { x: columns[choice.x]!.name, y: columns[choice.y]!.name })}
    >
      <div
        className="grid min-w-[30rem] gap-px text-xs text-muted"
        style={{ gridTemplateColumns: `auto repeat(${across.length}, minmax(0, 1fr))` }}
      >
        {down.map((y) => [
          <span key={y} title={y} className="max-w-40 truncate pr-2 leading-[18px]">
            {y}
          </span>,
          ...across.map((x) => {
            const value = cells.get(key(x, y)) ?? null
            return (
              <span
                key={`${x} ${y}`}
                title={`${y} · ${x}: ${value === null ? '–' : displayed(value, 'DOUBLE')}`}
                className={`h-[18px] rounded-[2px] ${value === null ? 'border border-dashed border-line' : LEVELS[heatLevel(value, most)]}`}
              />
            )
          }),
        ])}
        <span />
        {across.map((x, place) => (
          <span key={x} className="overflow-visible whitespace-nowrap tabular-nums">
            {place % every === 0 ? x : ''}
          </span>
        ))}
      </div>
      <p className="mt-1 text-xs text-muted">
        {t('sql.chart.heat_scale', { name: columns[choice.y]!.name, most: displayed(most, 'DOUBLE') })}
      </p>
    </div>
  )
}
