import type { PathRow, Step, Strip, StripRow } from '#queries/throughput/flow-types.ts'
import { Link, useLocation, useSearchParams } from '@remix-run/react'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { StripChart } from '../components/charts/strip-chart.tsx'
import { CardMenu } from '../components/panels/card-menu.tsx'
import { Card } from '../components/ui/card.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { filterLink } from '../filter-links.ts'
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

/** Calendar time or staffed hours, one of which is shown. */
function HoursSwitch({ isStaffed }: { isStaffed: boolean }) {
  const { t } = useI18n()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  const to = (hours: string | null) =>
    `${filterLink(pathname, search, { scanner: search.getAll('scanner'), hours })}#${hours ? 'staffed_path' : 'path'}`
  const choice = (isOn: boolean, label: string, hours: string | null) =>
    isOn ? (
      <Tag tone="accent">{label}</Tag>
    ) : (
      <Link to={to(hours)} className="link">
        {label}
      </Link>
    )
  return (
    <nav aria-label={t('flow.hours')} className="no-print mb-2 flex flex-wrap gap-3">
      {choice(!isStaffed, t('flow.calendar'), null)}
      {choice(isStaffed, t('flow.staffed'), 'staffed')}
    </nav>
  )
}

function PathSteps({ rows }: { rows: PathRow[] }) {
  const { t, format } = useI18n()
  const write = useDuration()
  const steps = [...new Set(rows.map(({ step }) => step))] as Step[]
  return (
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
  )
}

/** The steps from the order to the final report, one under the other; in staffed hours where they were asked for. */
export function PathCard({ calendar, staffed }: { calendar: PathRow[]; staffed: PathRow[] | null }) {
  const { t, format, code } = useI18n()
  const columns = useQuantileColumns()
  const cells = useQuantileCells()
  const rows = staffed ?? calendar
  const other = (row: PathRow) =>
    staffed === null
      ? []
      : [format.minutes(calendar.find((c) => c.step === row.step && c.modality === row.modality)?.p50 ?? null)]
  return (
    <Card panel={staffed ? 'staffed_path' : 'path'}>
      <HoursSwitch isStaffed={staffed !== null} />
      <ChartFigure
        title={t('flow.path')}
        summary={t(staffed ? 'flow.staffed_note' : 'flow.path_note')}
        table={{
          columns: [
            { label: t('flow.step') },
            { label: t('filter.modality') },
            ...columns,
            ...(staffed ? [{ label: t('flow.calendar_median'), numeric: true }] : []),
          ],
          rows: rows.map((row) => [code('path_step', row.step), row.modality, ...cells(row), ...other(row)]),
        }}
      >
        <PathSteps rows={rows} />
      </ChartFigure>
    </Card>
  )
}
