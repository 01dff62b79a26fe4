import type { ScannerHourRow } from '#queries/profitability/exams-types.ts'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { RowChart } from '../components/charts/row-chart.tsx'
import { Value } from '../components/figures.tsx'
import { ScannerLink } from '../components/scanner-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'
import type { ExamsModel } from './exams-model.ts'

type Hours = Extract<ExamsModel, { snapshot_id: string }>['hours']

/** What a staffed hour of each scanner leaves once its fixed cost is paid. */
export function HoursChart({ hours }: { hours: Hours }) {
  const { t, format } = useI18n()
  const { shown, known, losing } = hours
  const words = (row: ScannerHourRow) =>
    t('econ.hour_words', {
      earns: format.money(row.contribution_per_staffed_hour),
      costs: format.money(row.fixed_per_staffed_hour),
    })
  return (
    <ChartFigure
      title={t('econ.hours')}
      summary={
        known === 0
          ? t('table.empty')
          : t('econ.hours_summary', { n: format.count(known), losing: format.count(losing) })
      }
      table={{
        columns: [
          { label: t('filter.scanner') },
          { label: t('econ.earns_hour'), numeric: true },
          { label: t('econ.costs_hour'), numeric: true },
          { label: t('econ.left_hour'), numeric: true },
        ],
        ...{ total: known, csv: 'hours', order: t('econ.extremes') },
        rows: shown.map((row) => [
          row.scanner_id,
          format.money(row.contribution_per_staffed_hour),
          format.money(row.fixed_per_staffed_hour),
          format.money(row.left_per_staffed_hour),
        ]),
      }}
    >
      <RowChart
        label={t('econ.hours')}
        kind="bar"
        write={format.moneyCompact}
        textWidth="5rem"
        reference={{ value: 0, label: t('econ.hour_reference') }}
        rows={shown.map((row) => ({
          key: row.scanner_id,
          label: <ScannerLink scanner_id={row.scanner_id} />,
          value: row.left_per_staffed_hour,
          marked: (row.left_per_staffed_hour ?? 0) < 0,
          text: format.money(row.left_per_staffed_hour),
          title: words(row),
        }))}
      />
    </ChartFigure>
  )
}

type Amount =
  'contribution_per_table_hour' | 'contribution_per_staffed_hour' | 'fixed_per_staffed_hour' | 'left_per_staffed_hour'

export function HoursTable({ rows }: { rows: Folded<ScannerHourRow> }) {
  const { t, format } = useI18n()
  // Plain but for what the row is sorted by: the exact parts of hundreds of scanners are in the file.
  const amount = (key: Amount, label: string): Column<ScannerHourRow> => ({
    key,
    numeric: true,
    label,
    cell: (row) => format.money(row[key]),
  })
  const hours = (key: 'staffed_hours' | 'table_hours'): Column<ScannerHourRow> => ({
    key,
    numeric: true,
    label: t(`econ.${key}`),
    cell: (row) => format.count(row[key]),
  })
  return (
    <Card panel="hours" title={t('econ.hours_table')} note={t('econ.hours_note')}>
      <DataTable
        caption={t('econ.hours_table')}
        rows={rows}
        rowKey={(row) => row.scanner_id}
        empty={t('table.empty')}
        maxHeight={480}
        csv="hours"
        order={t('econ.least_left')}
        columns={[
          { key: 'scanner_id', label: t('filter.scanner'), cell: (row) => <ScannerLink scanner_id={row.scanner_id} /> },
          { key: 'center_code', label: t('filter.center'), cell: (row) => row.center_code },
          { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality ?? '–' },
          { key: 'exams', numeric: true, label: t('econ.exams'), cell: (row) => format.count(row.exams) },
          hours('staffed_hours'),
          hours('table_hours'),
          amount('contribution_per_table_hour', t('econ.table_hour')),
          amount('contribution_per_staffed_hour', t('econ.earns_hour')),
          amount('fixed_per_staffed_hour', t('econ.costs_hour')),
          {
            ...amount('left_per_staffed_hour', t('econ.left_hour')),
            cell: ({ left_per_staffed_hour: left }) => (
              <Value metric="left_per_staffed_hour" value={left} text={format.money(left)} />
            ),
          },
        ]}
      />
    </Card>
  )
}
