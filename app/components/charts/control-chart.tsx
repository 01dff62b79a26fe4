import type { ControlChart as ControlChartData } from '#queries/page/page-types.ts'
import { useI18n } from '../../i18n/use-i18n.ts'
import { ChartFigure } from './chart-figure.tsx'
import { HappeningsNote, useHappenings } from './happenings.tsx'
import { TimeSeries } from './time-series.tsx'

interface Props {
  title: string
  chart: ControlChartData
}

/** A rate over time between its control limits; points that break a rule are named, since the eye finds patterns in noise. */
export function ControlChart({ title, chart }: Props) {
  const { t, format, code } = useI18n()
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
          center: format.rate(chart.center_line),
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
        { label: t('control.value'), className: 'border-series-1', shape: 'dot' },
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
          { label: t('table.rate'), numeric: true },
          { label: t('table.lower'), numeric: true },
          { label: t('table.upper'), numeric: true },
          { label: 'n', numeric: true },
          { label: t('control.signal') },
        ],
        rows: chart.points.map((p) => [
          format.day(p.from),
          format.rate(p.value),
          format.rate(p.lower),
          format.rate(p.upper),
          format.count(p.n),
          rules(p),
        ]),
      }}
    >
      <TimeSeries
        label={`${title}: ${summary}`}
        height={240}
        marks={marks}
        rate
        write={format.rateShort}
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
                `${format.day(p.from)}: ${format.rate(p.value)}`,
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
