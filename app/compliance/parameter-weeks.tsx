import type { RuledParameter, WeekOfValues } from '#queries/compliance/parameters-types.ts'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { TimeSeries } from '../components/charts/time-series.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

/** The median by week, with the middle eight tenths of the values. */
export function ParameterWeeks({ weeks, chosen }: { weeks: WeekOfValues[]; chosen: RuledParameter }) {
  const { t, format } = useI18n()
  const title = t('parameters.weeks', { parameter: chosen.parameter })
  const known = weeks.filter(({ median }) => median !== null)
  return (
    <ChartFigure
      title={title}
      summary={known.length === 0 ? t('table.empty') : t('parameters.weeks_summary')}
      table={{
        columns: [
          { label: t('parameters.week') },
          { label: t('table.exams'), numeric: true },
          { label: t('parameters.deviates'), numeric: true },
          { label: 'P10', numeric: true },
          { label: t('parameters.median'), numeric: true },
          { label: 'P90', numeric: true },
        ],
        rows: weeks.map((week) => [
          format.day(week.week),
          format.count(week.exams),
          format.count(week.deviating),
          format.decimal(week.p10),
          format.decimal(week.median),
          format.decimal(week.p90),
        ]),
      }}
    >
      {known.length > 0 && (
        <TimeSeries
          label={title}
          height={150}
          series={[
            {
              key: 'median',
              color: 1,
              dots: true,
              points: weeks.map(({ week, median, exams }) => ({
                day: week,
                value: median,
                title: `${format.day(week)}: ${format.decimal(median)}, n ${format.count(exams)}`,
              })),
            },
          ]}
          band={weeks.map(({ week, p10, p90 }) => ({ day: week, lower: p10, upper: p90 }))}
          write={format.decimal}
          writeDay={format.dayShort}
        />
      )}
    </ChartFigure>
  )
}
