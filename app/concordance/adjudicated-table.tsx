import type { Adjudicated, AdjudicatedRate } from '#queries/concordance/cases-types.ts'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

const OUTCOMES = ['tp', 'fp', 'fn', 'tn'] as const

/** The rate with its interval, or why there is none. */
function AdjudicatedCell({ rate }: { rate: AdjudicatedRate }) {
  const { t, format, code } = useI18n()
  if (rate.refused) return <span className="text-muted">{code('not_adjudicated', rate.refused)}</span>
  const interval = t('cases.interval', { low: format.rate(rate.low), high: format.rate(rate.high) })
  return (
    <>
      {format.rate(rate.value)} <span className="text-xs text-muted">{interval}</span>
    </>
  )
}

/** What adjudicators found, by product and finding. */
export function AdjudicatedTable({ rows }: { rows: Adjudicated[] }) {
  const { t, format, name } = useI18n()
  const rate = (key: 'ppv' | 'miss_rate' | 'sensitivity'): Column<Adjudicated> => ({
    key,
    numeric: true,
    label: t(`adjudicated.${key}`),
    cell: (row) => <AdjudicatedCell rate={row[key]} />,
  })
  return (
    <Card panel="judged" title={t('cases.adjudicated')} note={t('cases.adjudicated_note')}>
      <DataTable
        caption={t('cases.adjudicated')}
        rows={rows}
        rowKey={(row) => `${row.product_code} ${row.finding_code}`}
        empty={t('cases.none_judged')}
        columns={[
          { key: 'product', label: t('table.product'), cell: (row) => name(row.product) },
          { key: 'finding', label: t('table.finding'), cell: (row) => name(row.finding) },
          rate('ppv'),
          rate('miss_rate'),
          rate('sensitivity'),
          {
            key: 'judged',
            numeric: true,
            label: t('cases.judged_of'),
            cell: (row) =>
              OUTCOMES.map(
                (outcome) =>
                  `${outcome.toUpperCase()} ${format.count(row.judged[outcome])}/${format.count(row.readings[outcome])}`,
              ).join(' · '),
          },
          { key: 'missed', numeric: true, label: t('cases.missed'), cell: (row) => format.count(row.missed) },
          { key: 'blind', numeric: true, label: t('cases.judged_blind'), cell: (row) => format.count(row.blind) },
        ]}
      />
    </Card>
  )
}
