import { useI18n } from '../i18n/use-i18n.ts'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { HappeningsNote, useHappenings } from '../components/charts/happenings.tsx'
import { TimeSeries } from '../components/charts/time-series.tsx'

/** Exams of the network on each day. Counts of all modalities may be added; rates and times may not. */
export function NetworkDays({ days }: { days: { day: string; exams_performed: number }[] }) {
  const { t, format, metric } = useI18n()
  const total = days.reduce((sum, day) => sum + day.exams_performed, 0)
  const marks = useHappenings(days.map((d) => d.day))
  const { label } = metric('exams_performed')
  return (
    <ChartFigure
      title={t('network_days.title')}
      summary={
        days.length === 0
          ? t('table.empty')
          : t('network_days.summary', {
              total: format.count(total),
              mean: format.count(total / days.length),
              days: days.length,
            })
      }
      table={{
        columns: [{ label: t('table.day') }, { label, numeric: true }],
        rows: days.map((d) => [format.day(d.day), format.count(d.exams_performed)]),
      }}
    >
      <TimeSeries
        label={t('network_days.title')}
        height={240}
        marks={marks}
        fromZero
        gutter={3.5}
        write={format.count}
        writeDay={format.dayShort}
        series={[
          {
            key: 'exams',
            color: 1,
            points: days.map((d) => ({
              day: d.day,
              value: d.exams_performed,
              title: `${format.day(d.day)}: ${format.count(d.exams_performed)}`,
            })),
          },
        ]}
      />
      <HappeningsNote marks={marks} />
    </ChartFigure>
  )
}
