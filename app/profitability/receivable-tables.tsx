import type { ReceivableCenterRow, ReceivablePartnerRow } from '#queries/profitability/payers-page.ts'
import type { Receivable, Receivables } from '#queries/profitability/receivables.ts'
import { CenterLink } from '../components/center-link.tsx'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { RowChart } from '../components/charts/row-chart.tsx'
import { Value } from '../components/figures.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'
import { useMoneyColumn } from './money-column.tsx'

const AGES = ['days_0_30', 'days_31_90', 'days_91_180', 'days_over_180', 'days_unknown'] as const

/** Lines without a date of billing are rare: nothing is said of them where there are none. */
const agesOf = (all: Receivable | null) => AGES.filter((age) => age !== 'days_unknown' || (all?.days_unknown ?? 0) > 0)

/** All that is outstanding, by how long ago it was billed. */
export function AgeingChart({ all, as_of }: Pick<Receivables, 'all' | 'as_of'>) {
  const { t, format, code } = useI18n()
  const ages = all ? agesOf(all) : []
  const share = (age: (typeof AGES)[number]) => (all && all.outstanding > 0 ? all[age] / all.outstanding : null)
  return (
    <ChartFigure
      title={t('payers.ageing')}
      summary={
        all
          ? t('payers.ageing_summary', {
              amount: format.moneyCompact(all.outstanding),
              day: format.day(as_of),
              share: format.rate(all.over_90_share),
            })
          : t('table.empty')
      }
      table={{
        columns: [{ label: t('payers.age') }, { label: t('money.amount'), numeric: true }],
        rows: ages.map((age) => [code('payers', age), format.money(all?.[age])]),
      }}
    >
      <RowChart
        label={t('payers.ageing')}
        kind="bar"
        write={format.moneyCompact}
        textWidth="7rem"
        rows={ages.map((age) => ({
          key: age,
          label: code('payers', age),
          value: all?.[age] ?? null,
          marked: age === 'days_91_180' || age === 'days_over_180',
          text: format.moneyCompact(all?.[age]),
          title: format.rate(share(age)),
        }))}
      />
    </ChartFigure>
  )
}

/** What is outstanding, its ages, and what follows from them. */
function useAgeColumns<Row extends Receivable>(all: Receivable | null) {
  const { t, format, code } = useI18n()
  const money = useMoneyColumn<Row>()
  const numeric = true
  return (): Column<Row>[] => [
    money('outstanding'),
    ...agesOf(all).map((age) => ({
      ...{ key: age, numeric, label: code('payers', age) },
      cell: (row: Row) => <Value metric={age} value={row[age]} text={format.money(row[age])} />,
    })),
    {
      ...{ key: 'over_90_share', numeric, label: t('payers.over_90_share') },
      cell: (row) => <Value metric="over_90_share" value={row.over_90_share} text={format.rate(row.over_90_share)} />,
    },
    {
      ...{ key: 'days_in_receivable', numeric, label: t('payers.days_in_receivable') },
      cell: ({ days_in_receivable: days }) => (
        <Value metric="days_in_receivable" value={days} text={format.decimalOne(days)} />
      ),
    },
  ]
}

type PayerRow = Receivables['payers'][number]

export function PayerAgeTable({ all, as_of, payers }: Pick<Receivables, 'all' | 'as_of' | 'payers'>) {
  const { t, format, code } = useI18n()
  const ages = useAgeColumns<PayerRow>(all)
  return (
    <Card
      panel="ageing_payers"
      title={t('payers.ageing_payers')}
      note={t('payers.ageing_note', { day: format.day(as_of) })}
    >
      <DataTable
        caption={t('payers.ageing_payers')}
        rows={payers}
        rowKey={(row) => row.payer_class}
        empty={t('table.empty')}
        columns={[
          { key: 'payer_class', label: t('payer.payer'), cell: (row) => code('payer', row.payer_class) },
          ...ages(),
        ]}
      />
    </Card>
  )
}

export function CenterAgeTable({ all, rows }: Pick<Receivables, 'all'> & { rows: Folded<ReceivableCenterRow> }) {
  const { t, code } = useI18n()
  const ages = useAgeColumns<ReceivableCenterRow>(all)
  return (
    <Card panel="ageing_centers" title={t('payers.ageing_centers')}>
      <DataTable
        caption={t('payers.ageing_centers')}
        rows={rows}
        rowKey={(row) => `${row.center_code} ${row.payer_class}`}
        empty={t('table.empty')}
        maxHeight={560}
        csv="receivables"
        order={t('payers.most_outstanding')}
        columns={[
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          { key: 'payer_class', label: t('payer.payer'), cell: (row) => code('payer', row.payer_class) },
          ...ages(),
        ]}
      />
    </Card>
  )
}

/** Partner hospitals by the name on the bill. */
export function PartnerAgeTable({ all, rows }: Pick<Receivables, 'all'> & { rows: Folded<ReceivablePartnerRow> }) {
  const { t } = useI18n()
  const ages = useAgeColumns<ReceivablePartnerRow>(all)
  return (
    <Card panel="ageing_partners" title={t('payers.ageing_partners')}>
      <DataTable
        caption={t('payers.ageing_partners')}
        rows={rows}
        rowKey={(row) => `${row.center_code} ${row.payer_name ?? ''}`}
        empty={t('payers.no_partner')}
        maxHeight={420}
        csv="partners"
        order={t('payers.most_outstanding')}
        columns={[
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          { key: 'payer_name', label: t('payers.partner'), cell: (row) => row.payer_name ?? t('payers.no_name') },
          ...ages(),
        ]}
      />
    </Card>
  )
}
