import type { CenterThroughputRow, ScannerRow } from '#queries/throughput/throughput-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'
import { CenterLink } from '../components/center-link.tsx'
import { Value } from '../components/figures.tsx'
import { MetricHeading } from '../components/metric-heading.tsx'
import { ScannerLink } from '../components/scanner-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'

/** A column for a figure of the registry: its label heads it, its unit writes it. */
export function useMetricColumn<Row extends object>() {
  return (id: keyof Row & string): Column<Row> => ({
    key: id,
    numeric: true,
    label: <MetricHeading id={id} />,
    cell: (row) => <Value metric={id} value={row[id] as number | null} />,
  })
}

export function CenterThroughputTable({ rows }: { rows: Folded<CenterThroughputRow> }) {
  const { t } = useI18n()
  const column = useMetricColumn<CenterThroughputRow>()
  return (
    <Card panel="centers" title={t('throughput.centers')} note={t('throughput.centers_note')}>
      <DataTable
        caption={t('throughput.centers')}
        rows={rows}
        rowKey={(row) => `${row.center_code} ${row.modality}`}
        empty={t('table.empty')}
        maxHeight={560}
        csv="centers"
        order={t('table.most_exams')}
        columns={[
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality },
          column('exams_performed'),
          column('utilization_rate'),
          column('no_show_rate'),
          column('wait_minutes_median'),
          column('turnaround_minutes_median'),
          column('turnaround_minutes_p90'),
          column('unreported'),
          column('out_of_hours_exams'),
          column('repeats'),
          column('cancellations'),
        ]}
      />
    </Card>
  )
}

export function ScannerTable({ rows, csv }: { rows: ScannerRow[] | Folded<ScannerRow>; csv?: string }) {
  const { t, format } = useI18n()
  const column = useMetricColumn<ScannerRow>()
  const minutes = (key: keyof ScannerRow & string, label: string): Column<ScannerRow> => ({
    key,
    numeric: true,
    label,
    cell: (row) => format.count(row[key] as number | null),
  })
  return (
    <Card panel="scanners" title={t('throughput.scanners')} note={t('throughput.scanners_note')}>
      <DataTable
        caption={t('throughput.scanners')}
        rows={rows}
        rowKey={(row) => row.scanner_id}
        empty={t('table.empty')}
        maxHeight={480}
        csv={csv}
        order={t('table.most_used')}
        columns={[
          { key: 'scanner_id', label: t('filter.scanner'), cell: (row) => <ScannerLink scanner_id={row.scanner_id} /> },
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality },
          {
            key: 'model',
            label: t('scanner.model'),
            cell: (row) => [row.manufacturer, row.model].filter(Boolean).join(' '),
          },
          column('exams_performed'),
          column('utilization_rate'),
          minutes('staffed_minutes', t('scanner.staffed')),
          minutes('available_minutes', t('scanner.available')),
          minutes('down_minutes', t('scanner.down')),
          minutes('occupied_in_hours_minutes', t('scanner.occupied_in_hours')),
          minutes('occupied_minutes', t('scanner.occupied')),
          minutes('scanning_minutes', t('scanner.scanning')),
        ]}
      />
    </Card>
  )
}
