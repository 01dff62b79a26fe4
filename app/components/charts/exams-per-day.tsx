import type { ExamsPerDay } from '#queries/throughput/throughput-types.ts'
import { useI18n } from '../../i18n/use-i18n.ts'
import { ChartFigure, type ChartTable } from './chart-figure.tsx'
import { HappeningsNote, useHappenings } from './happenings.tsx'
import { TimeSeries } from './time-series.tsx'

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)

function useTable(modalities: ExamsPerDay[]): ChartTable {
  const { t, format } = useI18n()
  const days = modalities[0]?.days ?? []
  return {
    columns: [{ label: t('table.day') }, ...modalities.map((m) => ({ label: m.modality, numeric: true }))],
    rows: days.map(({ day }, place) => [
      format.day(day),
      ...modalities.map((m) => format.count(m.days[place]?.exams_performed)),
    ]),
  }
}

/** Exams of each day, a panel for each modality on its own scale, with the previous period behind it. */
export function ExamsPerDayChart({ modalities }: { modalities: ExamsPerDay[] }) {
  const { t, format } = useI18n()
  const table = useTable(modalities)
  const marks = useHappenings((modalities[0]?.days ?? []).map((d) => d.day))
  const isCompared = modalities.some((m) => m.days.some((d) => d.previous_exams_performed > 0))
  const totals = modalities.map((m) => `${m.modality} ${format.count(sum(m.days.map((d) => d.exams_performed)))}`)
  return (
    <ChartFigure
      title={t('exams_per_day.title')}
      summary={
        totals.length > 0 ? t('exams_per_day.summary', { totals: totals.join(t('list.separator')) }) : t('table.empty')
      }
      table={table}
      legend={[
        { label: t('legend.period'), className: 'border-series-1' },
        ...(isCompared ? [{ label: t('legend.previous'), className: 'border-series-2', shape: 'dash' } as const] : []),
      ]}
    >
      <div className={`grid gap-x-6 gap-y-3 ${modalities.length > 1 ? 'sm:grid-cols-2' : ''}`}>
        {modalities.map((m) => (
          <TimeSeries
            key={m.modality}
            label={t('exams_per_day.panel', { modality: m.modality })}
            yName={m.modality}
            height={modalities.length > 1 ? 96 : 200}
            fromZero
            marks={marks}
            ticks={3}
            dayCount={modalities.length > 1 ? 3 : 6}
            write={format.count}
            writeDay={format.dayShort}
            series={[
              ...(isCompared
                ? [
                    {
                      key: 'previous',
                      color: 2 as const,
                      dashed: true,
                      points: m.days.map((d) => ({
                        day: d.day,
                        value: d.previous_exams_performed,
                        title: `${format.day(d.previous_day)}: ${format.count(d.previous_exams_performed)}`,
                      })),
                    },
                  ]
                : []),
              {
                key: 'current',
                color: 1 as const,
                points: m.days.map((d) => ({
                  day: d.day,
                  value: d.exams_performed,
                  title: `${format.day(d.day)}: ${format.count(d.exams_performed)}`,
                })),
              },
            ]}
          />
        ))}
      </div>
      <HappeningsNote marks={marks} />
    </ChartFigure>
  )
}
