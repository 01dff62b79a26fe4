import type { FaultRow, ReliabilityRow } from '#queries/throughput/downtime-types.ts'
import { CenterLink } from '../components/center-link.tsx'
import { RowChart } from '../components/charts/row-chart.tsx'
import { Value } from '../components/figures.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { ScannerLink } from '../components/scanner-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'
import type { AvailabilityByMonth, DowntimeModel } from './downtime-model.ts'
import { useDuration } from './use-duration.ts'

const MOST_BARS = 12

/** Faults, those that stop scanners longest first; where none does, the most frequent. */
function FaultsCard({ rows }: { rows: FaultRow[] }) {
  const { t, format, code } = useI18n()
  const name = (row: FaultRow) => `${row.code} · ${code('fault_severity', row.severity)}`
  const total = rows.reduce((sum, row) => sum + row.stop_minutes, 0)
  return (
    <Card panel="faults" title={t('downtime.faults')} note={t('downtime.faults_note')}>
      <RowChart
        label={t('downtime.faults')}
        kind="bar"
        write={format.compact}
        rows={rows.slice(0, MOST_BARS).map((row) => ({
          key: name(row),
          label: name(row),
          value: row.stop_minutes,
          text: format.rateShort(total > 0 ? row.stop_minutes / total : null),
          title: name(row),
        }))}
      />
      <DataTable
        caption={t('downtime.faults')}
        rows={rows}
        rowKey={name}
        empty={t('fault.none')}
        maxHeight={420}
        columns={[
          { key: 'code', label: t('fault.code'), cell: (row) => row.code },
          { key: 'severity', label: t('deviation.severity'), cell: (row) => code('fault_severity', row.severity) },
          {
            key: 'minutes',
            numeric: true,
            label: t('downtime.minutes'),
            cell: (row) => format.count(row.stop_minutes),
          },
          { key: 'stops', numeric: true, label: t('downtime.stops'), cell: (row) => format.count(row.stops) },
          { key: 'events', numeric: true, label: t('fault.events'), cell: (row) => format.count(row.events) },
          { key: 'scanners', numeric: true, label: t('downtime.scanners'), cell: (row) => format.count(row.scanners) },
          { key: 'exams', numeric: true, label: t('downtime.exams'), cell: (row) => format.count(row.exams) },
        ]}
      />
    </Card>
  )
}

function ReliabilityTable({ rows }: { rows: Folded<ReliabilityRow> }) {
  const { t, format, metric } = useI18n()
  const write = useDuration()
  return (
    <Card panel="reliability" title={t('downtime.reliability')} note={t('downtime.reliability_note')}>
      <DataTable
        caption={t('downtime.reliability')}
        rows={rows}
        rowKey={(row) => row.scanner_id}
        empty={t('table.empty')}
        maxHeight={420}
        csv="reliability"
        columns={[
          { key: 'scanner', label: t('filter.scanner'), cell: (row) => <ScannerLink scanner_id={row.scanner_id} /> },
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          {
            key: 'availability',
            numeric: true,
            label: metric('availability_rate').label,
            cell: (row) => <Value metric="availability_rate" value={row.availability_rate} />,
          },
          { key: 'stops', numeric: true, label: t('downtime.stops'), cell: (row) => format.count(row.stops) },
          { key: 'mtbf', numeric: true, label: t('downtime.mtbf'), cell: (row) => write(row.mtbf_minutes) },
          { key: 'mttr', numeric: true, label: t('downtime.mttr'), cell: (row) => write(row.mttr_minutes) },
        ]}
      />
    </Card>
  )
}

/** A row for each scanner, a column for each month; the least available first. */
function AvailabilityTable({ months, rows }: { months: string[]; rows: Folded<AvailabilityByMonth> }) {
  const { t, format, metric } = useI18n()
  const { label } = metric('availability_rate')
  const title = t('downtime.by_month', { label })
  return (
    <Card panel="availability" title={title}>
      <DataTable
        caption={title}
        rows={rows}
        rowKey={(row) => row.scanner_id}
        empty={t('table.empty')}
        maxHeight={420}
        csv="availability"
        order={t('table.lowest_first')}
        columns={[
          { key: 'scanner', label: t('filter.scanner'), cell: (row) => <ScannerLink scanner_id={row.scanner_id} /> },
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          ...months.map((month, i) => ({
            key: month,
            numeric: true,
            label: format.month(month),
            cell: (row: AvailabilityByMonth) => format.rate(row.rates[i]),
          })),
        ]}
      />
    </Card>
  )
}

export default function Downtime({ page }: { page: DowntimeModel }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('downtime.title_short')} missing={page.missing} />
  const { faults, reliability, months, availability } = page
  return (
    <PageFrame
      title={t('downtime.title_short')}
      note={t('downtime.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'downtime', snapshot: page.snapshot_id }}
    >
      <FaultsCard rows={faults} />
      <div className="grid gap-4 xl:grid-cols-2">
        <ReliabilityTable rows={reliability} />
        <AvailabilityTable months={months} rows={availability} />
      </div>
    </PageFrame>
  )
}
