import { DEFINITION_METRIC } from '#queries/throughput/ledger-names.ts'
import type { LedgerMinutes, LedgerScannerRow, MinutesPage } from '#queries/throughput/minutes-types.ts'
import { CenterLink } from '../components/center-link.tsx'
import { ChartFigure, type ChartTable } from '../components/charts/chart-figure.tsx'
import { StackedDays } from '../components/charts/stacked-days.tsx'
import { PartLegend, StackedRows } from '../components/charts/stacked-rows.tsx'
import { Value } from '../components/figures.tsx'
import { ScannerLink } from '../components/scanner-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'
import { partsOf, useLedgerParts } from './ledger-parts.ts'

const MOST_BARS = 24

function useTable<Row extends LedgerMinutes>(head: string, name: (row: Row) => string, rows: Row[]): ChartTable {
  const { format } = useI18n()
  const parts = useLedgerParts('html')
  return {
    columns: [{ label: head }, ...parts.map(({ label }) => ({ label, numeric: true }))],
    rows: rows.map((row) => [name(row), ...partsOf(row).map((value) => format.count(value))]),
  }
}

export function LedgerByDay({ days }: { days: MinutesPage['days'] }) {
  const { t, format } = useI18n()
  const html = useLedgerParts('html')
  const parts = useLedgerParts('svg')
  const table = useTable(t('table.day'), (row: MinutesPage['days'][number]) => format.day(row.day), days)
  return (
    <Card panel="days">
      <ChartFigure title={t('minutes.by_day')} summary={t('minutes.by_day_summary')} table={table}>
        <PartLegend parts={html} />
        <StackedDays
          label={t('minutes.by_day')}
          parts={parts}
          days={days.map((row) => ({ day: row.day, values: partsOf(row) }))}
          yName={t('minutes.minutes')}
          write={format.compact}
          writeDay={format.dayShort}
        />
      </ChartFigure>
    </Card>
  )
}

export function LedgerByWeekday({ weekdays }: { weekdays: MinutesPage['weekdays'] }) {
  const { t, format } = useI18n()
  const parts = useLedgerParts('html')
  const name = ({ iso_weekday }: { iso_weekday: number }) => format.weekdays[iso_weekday - 1] ?? ''
  const table = useTable(t('minutes.weekday'), (row: MinutesPage['weekdays'][number]) => name(row), weekdays)
  return (
    <Card panel="weekdays">
      <ChartFigure title={t('minutes.by_weekday')} summary={t('minutes.by_weekday_summary')} table={table}>
        <PartLegend parts={parts} />
        <StackedRows
          label={t('minutes.by_weekday')}
          parts={parts}
          rows={weekdays.map((row) => ({
            key: String(row.iso_weekday),
            label: name(row),
            values: partsOf(row),
            text: format.count(row.staffed_minutes),
            title: name(row),
          }))}
        />
      </ChartFigure>
    </Card>
  )
}

function useColumns(page: Pick<MinutesPage, 'definition' | 'priced_share'>): Column<LedgerScannerRow>[] {
  const { t, format, metric } = useI18n()
  const parts = useLedgerParts('html')
  const id = DEFINITION_METRIC[page.definition]
  return [
    { key: 'scanner_id', label: t('filter.scanner'), cell: (row) => <ScannerLink scanner_id={row.scanner_id} /> },
    { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
    { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality },
    {
      key: 'utilization',
      numeric: true,
      label: metric(id).label,
      cell: (row) => <Value metric={id} value={row.utilization} />,
    },
    {
      key: 'staffed',
      numeric: true,
      label: metric('staffed_minutes').label,
      cell: (row) => format.count(row.staffed_minutes),
    },
    ...parts.map((part, place) => ({
      key: part.key,
      numeric: true,
      label: part.label,
      cell: (row: LedgerScannerRow) => format.count(partsOf(row)[place]),
    })),
    {
      key: 'off',
      numeric: true,
      label: metric('off_hours_minutes').label,
      cell: (row) => format.count(row.off_hours_minutes),
    },
    ...(page.priced_share === null
      ? []
      : [
          {
            key: 'lost_cny',
            numeric: true,
            label: t('minutes.lost_cost'),
            cell: (row: LedgerScannerRow) => format.money(row.lost_cny),
          },
        ]),
  ]
}

interface WithScanners extends Pick<MinutesPage, 'definition' | 'priced_share'> {
  scanners: Folded<LedgerScannerRow>
}

export function LedgerByScanner({ page }: { page: WithScanners }) {
  const { t, format } = useI18n()
  const parts = useLedgerParts('html')
  const columns = useColumns(page)
  const drawn = page.scanners.rows.slice(0, MOST_BARS)
  const note = t('minutes.by_scanner_summary', {
    n: format.count(page.scanners.total),
    shown: format.count(drawn.length),
  })
  return (
    <Card panel="scanners" title={t('minutes.by_scanner')} note={note}>
      <PartLegend parts={parts} />
      <StackedRows
        label={t('minutes.by_scanner')}
        parts={parts}
        rows={drawn.map((row) => ({
          key: row.scanner_id,
          label: <ScannerLink scanner_id={row.scanner_id} />,
          values: partsOf(row),
          text: format.rate(row.idle_share),
          title: `${row.scanner_id} · ${row.modality}`,
        }))}
      />
      <DataTable
        caption={t('minutes.by_scanner')}
        rows={page.scanners}
        rowKey={(row) => row.scanner_id}
        empty={t('table.empty')}
        maxHeight={480}
        order={t('minutes.most_lost')}
        columns={columns}
      />
    </Card>
  )
}
