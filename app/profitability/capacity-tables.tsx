import type { BreakEven, CapacityCost, CenterCapacity, ScannerCapacity } from '#queries/profitability/capacity-types.ts'
import { CenterLink } from '../components/center-link.tsx'
import { ScannerLink } from '../components/scanner-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'

const numeric = true

/** How far an exam a day is from break-even; why it is not told in its place. */
function Beyond({ row }: { row: BreakEven }) {
  const { format, code } = useI18n()
  if (row.exams_beyond_per_day === null) return <span className="text-muted">{code('no_break_even', row.why_not)}</span>
  const text = format.signedDecimal(row.exams_beyond_per_day)
  return row.exams_beyond_per_day < 0 ? <Tag tone="bad">{text}</Tag> : text
}

function useCostColumns<Row extends CapacityCost>(): Column<Row>[] {
  const { format, metric, code } = useI18n()
  return [
    { key: 'fixed_cost', numeric, label: metric('fixed_cost').label, cell: (row) => format.money(row.fixed_cost) },
    ...(['used_cost', 'down_cost', 'unused_cost'] as const).map((name) => ({
      ...{ key: name, numeric, label: code('capacity_class', name) },
      cell: (row: Row) => format.money(row[name]),
    })),
  ]
}

function useBreakEvenColumns<Row extends BreakEven>(): Column<Row>[] {
  const { t, format, metric } = useI18n()
  return [
    {
      ...{ key: 'exams_beyond_per_day', numeric, label: t('capacity.beyond') },
      cell: (row) => <Beyond row={row} />,
    },
    {
      ...{ key: 'exams_per_day', numeric, label: t('capacity.per_day') },
      cell: (row) => format.minutes(row.exams_per_day),
    },
    {
      ...{ key: 'break_even_exams', numeric, label: metric('break_even_exams').label },
      cell: (row) => format.count(row.break_even_exams),
    },
    {
      ...{ key: 'contribution_per_exam', numeric, label: t('capacity.per_exam') },
      cell: (row) => format.money(row.contribution_per_exam),
    },
    {
      ...{ key: 'one_more_exam', numeric, label: t('capacity.one_more') },
      cell: (row) => format.money(row.one_more_exam),
    },
  ]
}

interface CenterProps {
  rows: Folded<CenterCapacity>
  standing: { below: number; above: number; unknown: number }
}

export function CenterCapacityTable({ rows, standing }: CenterProps) {
  const { t, format } = useI18n()
  const costs = useCostColumns<CenterCapacity>()
  const breakEven = useBreakEvenColumns<CenterCapacity>()
  const note = t('capacity.centers_note', {
    ...{ below: format.count(standing.below), above: format.count(standing.above) },
    unknown: format.count(standing.unknown),
  })
  return (
    <Card panel="centers" title={t('capacity.centers')} note={note}>
      <DataTable
        caption={t('capacity.centers')}
        rows={rows}
        rowKey={(row) => row.center_code}
        empty={t('table.empty')}
        maxHeight={480}
        csv="centers"
        order={t('capacity.furthest')}
        columns={[
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          ...breakEven,
          ...costs,
        ]}
      />
    </Card>
  )
}

export function ScannerCapacityTable({ rows }: { rows: Folded<ScannerCapacity> }) {
  const { t, format } = useI18n()
  const costs = useCostColumns<ScannerCapacity>()
  const breakEven = useBreakEvenColumns<ScannerCapacity>()
  return (
    <Card panel="scanners" title={t('capacity.scanners')} note={t('capacity.scanners_note')}>
      <DataTable
        caption={t('capacity.scanners')}
        rows={rows}
        rowKey={(row) => row.scanner_id}
        empty={t('table.empty')}
        maxHeight={560}
        csv="scanners"
        order={t('capacity.most_unused')}
        columns={[
          {
            key: 'scanner_id',
            label: t('filter.scanner'),
            cell: (row) => <ScannerLink scanner_id={row.scanner_id} />,
          },
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality },
          ...costs,
          ...breakEven,
          {
            key: 'cost_per_exam',
            numeric,
            label: t('capacity.cost_per_exam'),
            cell: (row) => format.money(row.cost_per_exam),
          },
        ]}
      />
    </Card>
  )
}
