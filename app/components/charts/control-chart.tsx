import type { ControlChart as ControlChartData } from '#queries/page/page-types.ts'
import { useI18n } from '../../i18n/use-i18n.ts'
import { ChartFigure } from './chart-figure.tsx'
import { HappeningsNote, useHappenings } from './happenings.tsx'
import { TimeSeries } from './time-series.tsx'

interface Props {
  title: string
  chart: ControlChartData
  /** Of the registry; without it a rate. */
  metric?: string
  height?: number
}

/** A figure over time between its control limits; points that break a rule are named, since the eye finds patterns in noise. */
export function ControlChart({ title, chart, metric, height = 240 }: Props) {
  const { t, format, code, metric: words } = useI18n()
  const unit = metric === undefined ? 'rate' : words(metric).unit
  const isRate = unit === 'rate'
  const write = (value: number | null) => format.value(value, unit)
  const marks = useHappenings(chart.points.map((p) => p.from))
  const broken = chart.points.filter((point) => point.signals.length > 0)
  const rules = (point: ControlChartData['points'][number]) =>
    point.signals.map((rule) => code('rule', rule)).join(t('list.separator'))
  const judged = chart.points.filter((point) => point.n > 0).length
  const found =
    chart.center_line === null
      ? t('control.no_baseline')
      : t(broken.length > 0 ? 'control.summary_signals' : 'control.summary', {
          step: code('step', chart.step),
          center: write(chart.center_line),
          n: broken.length,
          points: judged,
        })
  const baseline = t('control.baseline', {
    from: format.day(chart.baseline.from),
    to: format.day(chart.baseline.to),
    n: chart.baseline_points,
  })
  const onset = chart.onset && t('control.onset', { day: format.day(chart.onset) })
  const summary = [found, onset, baseline].filter(Boolean).join(' ')
  return (
    <ChartFigure
      title={title}
      summary={summary}
      legend={[
        { label: isRate ? t('control.value') : words(metric!).label, className: 'border-series-1', shape: 'dot' },
        {
          label: t(chart.kind === 'laney' ? 'control.limits_laney' : 'control.limits'),
          className: 'border-series-1',
          shape: 'band',
        },
        { label: t('control.signal'), className: 'border-bad', shape: 'square' },
      ]}
      table={{
        columns: [
          { label: t('table.from_day') },
          { label: isRate ? t('table.rate') : words(metric!).label, numeric: true },
          { label: t('table.lower'), numeric: true },
          { label: t('table.upper'), numeric: true },
          { label: 'n', numeric: true },
          { label: t('control.signal') },
        ],
        rows: chart.points.map((p) => [
          format.day(p.from),
          write(p.value),
          write(p.lower),
          write(p.upper),
          format.count(p.n),
          rules(p),
        ]),
      }}
    >
      <TimeSeries
        label={`${title}: ${summary}`}
        height={height}
        marks={marks}
        rate={isRate}
        write={isRate ? format.rateShort : write}
        writeDay={format.dayShort}
        gutter={3.25}
        centerLine={chart.center_line}
        band={chart.points.map((p) => ({ day: p.from, lower: p.lower, upper: p.upper }))}
        series={[
          {
            key: 'rate',
            color: 1,
            dots: true,
            points: chart.points.map((p) => ({
              day: p.from,
              value: p.value,
              signal: p.signals.length > 0,
              title: [
                `${format.day(p.from)}: ${write(p.value)}`,
                `n ${format.count(p.n)}`,
                p.from === chart.onset ? onset : null,
                rules(p),
              ]
                .filter(Boolean)
                .join(' · '),
            })),
          },
        ]}
      />
      <HappeningsNote marks={marks} />
    </ChartFigure>
  )
}
