import type { DeviationCost } from '#queries/compliance/parameters-types.ts'
import { PartHeading } from '../components/panels/part-heading.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

/** What deviating exams take more than compliant ones, the costliest first. */
export function CostTable({ rows }: { rows: DeviationCost[] }) {
  const { t, format } = useI18n()
  const interval = ({ low, high }: DeviationCost) =>
    low === null ? '' : ` (${format.signedMinutes(low)} … ${format.signedMinutes(high)})`
  const isPriced = rows.some(({ cny }) => cny !== null)
  return (
    <Card panel="costs" title={t('deviation_cost.title')} note={t('deviation_cost.note')}>
      {isPriced && <PartHeading title={t('deviation_cost.priced')} panel="prices" />}
      <DataTable
        caption={t('deviation_cost.title')}
        rows={rows}
        rowKey={(row) => `${row.protocol_code} ${row.manufacturer} ${row.model}`}
        empty={t('table.empty')}
        maxHeight={420}
        columns={[
          { key: 'protocol', label: t('table.protocol'), cell: (row) => row.protocol_code },
          {
            key: 'class',
            label: t('deviation_cost.class'),
            cell: (row) => [row.manufacturer, row.model].filter(Boolean).join(' ') || '–',
          },
          {
            key: 'deviating',
            numeric: true,
            label: t('deviation_cost.deviating'),
            cell: (row) => format.count(row.deviating),
          },
          {
            key: 'compliant',
            numeric: true,
            label: t('deviation_cost.compliant'),
            cell: (row) => format.count(row.compliant),
          },
          {
            key: 'difference',
            numeric: true,
            label: t('deviation_cost.difference'),
            cell: (row) => `${format.signedMinutes(row.difference)}${interval(row)}`,
          },
          {
            key: 'minutes',
            numeric: true,
            label: t('deviation_cost.minutes'),
            cell: (row) => format.signedMinutes(row.minutes),
          },
          ...(isPriced
            ? [
                {
                  key: 'cny',
                  numeric: true,
                  label: t('deviation_cost.cny'),
                  cell: (row: DeviationCost) => (row.cny === null ? '–' : format.signedMoney(row.cny)),
                },
              ]
            : []),
          {
            key: 'repeats',
            numeric: true,
            label: t('deviation_cost.repeats'),
            cell: (row) => `${format.count(row.repeated)}, ${format.count(row.compliant_repeated)}`,
          },
          {
            key: 'repeat_minutes',
            numeric: true,
            label: t('deviation_cost.repeat_minutes'),
            cell: (row) => format.signedMinutes(row.repeat_minutes),
          },
        ]}
      />
    </Card>
  )
}
