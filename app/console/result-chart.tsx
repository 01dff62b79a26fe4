import { useMemo, useState } from 'react'
import type { MessageKey } from '../i18n/en.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { BarDrawing, HeatDrawing } from './chart-cells.tsx'
import { LineDrawing, ScatterDrawing } from './chart-points.tsx'
import {
  CHART_KINDS,
  chooseChart,
  columnsFor,
  MOST_POINTS,
  type ChartChoice,
  type ChartKind,
} from './logic/chart-choice.ts'
import type { Cell } from './logic/values.ts'
import { chartOf } from './logic/chart-setting.ts'
import type { SqlColumn } from './console-types.ts'

const DRAWINGS = { line: LineDrawing, bar: BarDrawing, scatter: ScatterDrawing, heat: HeatDrawing } as const

/** Another kind keeps the columns that can stand on its axes and takes the first that can for the others. */
function withKind(choice: ChartChoice, kind: ChartKind, columns: SqlColumn[]): ChartChoice {
  const fit = (axis: 'x' | 'y', place: number) => {
    const able = columnsFor(axis, kind, columns)
    return able.includes(place) ? place : (able.find((one) => axis === 'x' || one !== choice.x) ?? able[0] ?? place)
  }
  const series =
    kind === 'heat'
      ? (choice.series ?? columnsFor('series', kind, columns).find((place) => place !== choice.x) ?? null)
      : choice.series
  return { kind, x: fit('x', choice.x), y: fit('y', choice.y), series }
}

function Axis(props: {
  label: string
  name: string
  value: number | null
  places: number[]
  columns: SqlColumn[]
  optional?: boolean
  onChange: (value: number | null) => void
}) {
  const { t } = useI18n()
  return (
    <label className="text-xs">
      <span className="block text-muted">{props.label}</span>
      <select
        className="field max-w-40"
        name={props.name}
        value={props.value ?? ''}
        onChange={(event) => props.onChange(event.target.value === '' ? null : Number(event.target.value))}
      >
        {props.optional && <option value="">{t('sql.chart.none')}</option>}
        {props.places.map((place) => (
          <option key={place} value={place}>
            {props.columns[place]?.name}
          </option>
        ))}
      </select>
    </label>
  )
}

interface Props {
  columns: SqlColumn[]
  rows: Cell[][]
  /** The statement, which may say how it is to be drawn. */
  sql: string
  onChoose: (choice: ChartChoice) => void
}

/** A drawing of the result: chosen by the types of its columns, and changed by whoever knows better. */
export function ResultChart({ columns, rows, sql, onChoose }: Props) {
  const { t, format } = useI18n()
  const suggested = useMemo(() => chooseChart(columns, rows), [columns, rows])
  const [chosen, set] = useState<ChartChoice | null>(() => chartOf(sql, columns))
  const setChosen = (next: ChartChoice) => {
    set(next)
    onChoose(next)
  }
  const choice = chosen ?? suggested
  if (!choice) return <p className="py-4 text-muted">{t('sql.chart.impossible')}</p>
  const Drawing = DRAWINGS[choice.kind]
  const drawn = rows.slice(0, MOST_POINTS)
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-end gap-2">
        <label className="text-xs">
          <span className="block text-muted">{t('sql.chart.kind')}</span>
          <select
            className="field"
            name="chart-kind"
            value={choice.kind}
            onChange={(event) => setChosen(withKind(choice, event.target.value as ChartKind, columns))}
          >
            {CHART_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`sql.chart.${kind}` satisfies MessageKey)}
              </option>
            ))}
          </select>
        </label>
        <Axis
          label={t('sql.chart.x')}
          name="chart-x"
          value={choice.x}
          places={columnsFor('x', choice.kind, columns)}
          columns={columns}
          onChange={(x) => setChosen({ ...choice, x: x ?? choice.x })}
        />
        <Axis
          label={t(choice.kind === 'heat' ? 'sql.chart.value' : 'sql.chart.y')}
          name="chart-y"
          value={choice.y}
          places={columnsFor('y', choice.kind, columns)}
          columns={columns}
          onChange={(y) => setChosen({ ...choice, y: y ?? choice.y })}
        />
        <Axis
          label={t(choice.kind === 'heat' ? 'sql.chart.row' : 'sql.chart.series')}
          name="chart-series"
          value={choice.series}
          places={columnsFor('series', choice.kind, columns)}
          columns={columns}
          optional={choice.kind !== 'heat'}
          onChange={(series) => setChosen({ ...choice, series })}
        />
      </div>
      {rows.length > drawn.length && (
        <p className="mb-1 text-warn">
          {t('sql.chart.too_many', { n: format.count(drawn.length), all: format.count(rows.length) })}
        </p>
      )}
      <div data-chart={choice.kind}>
        <Drawing columns={columns} rows={drawn} choice={choice} />
      </div>
    </div>
  )
}
