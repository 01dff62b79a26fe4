import type { PathRow, Step, Strip, StripRow } from '#queries/throughput/flow-types.ts'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { StripChart } from '../components/charts/strip-chart.tsx'
import { CardMenu } from '../components/panels/card-menu.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { useDuration } from './use-duration.ts'

const QUANTILES = ['p10', 'p25', 'p50', 'p75', 'p90'] as const

function useQuantileColumns() {
  const { t } = useI18n()
  return [{ label: 'n', numeric: true }, ...QUANTILES.map((q) => ({ label: t(`flow.${q}`), numeric: true }))]
}

function useQuantileCells() {
  const { format } = useI18n()
  return (row: Strip) => [format.count(row.n), ...QUANTILES.map((q) => format.minutes(row[q]))]
}

function StripPart({ title, rows }: { title: string; rows: StripRow[] }) {
  const { t, format, code } = useI18n()
  const write = useDuration()
  const columns = useQuantileColumns()
  const cells = useQuantileCells()
  const name = (row: StripRow) =>
    `${row.modality} ${row.priority === null ? '' : code('priority', row.priority)}`.trim()
  const within = (row: StripRow) => (row.within_share === null ? '' : format.rateShort(row.within_share))
  return (
    <ChartFigure
      title={title}
      summary={t('flow.strip_summary')}
      table={{
        columns: [
          { label: t('filter.modality') },
          ...columns,
          { label: t('flow.target'), numeric: true },
          { label: t('flow.within'), numeric: true },
        ],
        rows: rows.map((row) => [name(row), ...cells(row), format.minutes(row.target), format.rate(row.within_share)]),
      }}
    >
      <StripChart
        label={title}
        write={write}
        labelWidth="clamp(4.5rem, 28%, 11rem)"
        textWidth="6.5rem"
        rows={rows.map((row) => ({
          key: name(row),
          label: name(row),
          ...row,
          text: [write(row.p50), within(row)].filter(Boolean).join(' · '),
          title: `${name(row)}: n = ${format.count(row.n)}`,
        }))}
      />
    </ChartFigure>
  )
}

/** Waits and turnarounds beside what the network wants of them. */
export function StripsCard({ rows }: { rows: StripRow[] }) {
  const { t } = useI18n()
  return (
    <Card panel="strips">
      <CardMenu id="within" of={t('flow.within')} className="float-right ml-2" />
      <div className="grid gap-6 xl:grid-cols-2">
        <StripPart title={t('flow.waits')} rows={rows.filter((row) => row.metric === 'wait')} />
        <StripPart title={t('flow.turnarounds')} rows={rows.filter((row) => row.metric === 'turnaround')} />
      </div>
    </Card>
  )
}

/** The steps from the order to the final report, one under the other. */
export function PathCard({ rows }: { rows: PathRow[] }) {
  const { t, format, code } = useI18n()
  const write = useDuration()
  const columns = useQuantileColumns()
  const cells = useQuantileCells()
  const steps = [...new Set(rows.map(({ step }) => step))] as Step[]
  return (
    <Card panel="path">
      <ChartFigure
        title={t('flow.path')}
        summary={t('flow.path_note')}
        table={{
          columns: [{ label: t('flow.step') }, { label: t('filter.modality') }, ...columns],
          rows: rows.map((row) => [code('path_step', row.step), row.modality, ...cells(row)]),
        }}
      >
        <div className="grid gap-x-6 gap-y-3 md:grid-cols-2 xl:grid-cols-3">
          {steps.map((step) => (
            <section key={step} className="min-w-0">
              <h3 className="font-medium">{t(`path_step.${step}`)}</h3>
              <StripChart
                label={t(`path_step.${step}`)}
                write={write}
                labelWidth="3rem"
                rows={rows
                  .filter((row) => row.step === step && row.p50 !== null)
                  .map((row) => ({
                    key: row.modality,
                    label: row.modality,
                    ...row,
                    text: write(row.p50),
                    title: `${row.modality}: n = ${format.count(row.n)}`,
                  }))}
              />
            </section>
          ))}
        </div>
      </ChartFigure>
    </Card>
  )
}
