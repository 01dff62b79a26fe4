import type { BudgetRow, CenterBudgetRow } from '#queries/profitability/books-types.ts'
import { CenterLink } from '../components/center-link.tsx'
import { Value } from '../components/figures.tsx'
import { PartHeading } from '../components/panels/part-heading.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'

/** What came beside what was planned. A difference is no verdict: months and centers are few. */
function useBudgetColumns<Row extends BudgetRow>() {
  const { t, format, metric } = useI18n()
  const amount = (key: 'budget' | 'actual' | 'difference', write = format.money): Column<Row> => ({
    key,
    numeric: true,
    label: t(`budget.${key}`),
    cell: (row) => <Value metric={`${row.line}_${key}`} value={row[key]} text={write(row[key])} />,
  })
  return (): Column<Row>[] => [
    {
      key: 'line',
      label: t('budget.line'),
      cell: (row) => <span title={metric(row.line).short}>{metric(row.line).label}</span>,
    },
    amount('budget'),
    amount('actual'),
    amount('difference', format.signedMoney),
    {
      key: 'difference_share',
      numeric: true,
      label: t('budget.share'),
      cell: (row) => format.signedShare(row.difference_share),
    },
  ]
}

interface Props {
  lines: BudgetRow[]
  centers?: Folded<CenterBudgetRow>
}

/** Actual against budget; nothing where nothing is budgeted. */
export function BudgetCard({ lines, centers }: Props) {
  const { t } = useI18n()
  const ofLine = useBudgetColumns<BudgetRow>()
  const ofCenter = useBudgetColumns<CenterBudgetRow>()
  if (lines.length === 0) return null
  return (
    <Card panel="budget" title={t('budget.title')} note={t('budget.note')}>
      <DataTable
        caption={t('budget.title')}
        rows={lines}
        rowKey={(row) => row.line}
        empty={t('table.empty')}
        columns={ofLine()}
      />
      {centers && (
        <>
          <PartHeading title={t('budget.centers')} panel="budget_centers" />
          <DataTable
            caption={t('budget.centers')}
            rows={centers}
            rowKey={(row) => `${row.center_code} ${row.line}`}
            empty={t('table.empty')}
            maxHeight={320}
            csv="budget_centers"
            order={t('budget.order')}
            columns={[
              { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
              ...ofCenter(),
            ]}
          />
        </>
      )}
    </Card>
  )
}
