import type { DenialCenterRow } from '#queries/profitability/denial-centers.ts'
import type { CollectedRow, PayerDenialRow, PayerRatesRow } from '#queries/profitability/payer-rates.ts'
import { CenterLink } from '../components/center-link.tsx'
import { Rate } from '../components/figures.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'
import { useMoneyColumn } from './money-column.tsx'

export function PayerRatesTable({ rows }: { rows: PayerRatesRow[] }) {
  const { t, format, metric, code } = useI18n()
  const money = useMoneyColumn<PayerRatesRow>()
  const rate = (id: keyof PayerRatesRow['figures']): Column<PayerRatesRow> => ({
    key: id,
    numeric: true,
    label: <span title={metric(id).short}>{metric(id).label}</span>,
    cell: ({ figures }) => <Rate metric={id} estimate={figures[id]} />,
  })
  return (
    <Card panel="payers" title={t('payers.rates')}>
      <DataTable
        caption={t('payers.rates')}
        rows={rows}
        rowKey={(row) => row.payer_class}
        empty={t('table.empty')}
        columns={[
          { key: 'payer_class', label: t('payer.payer'), cell: (row) => code('payer', row.payer_class) },
          { key: 'lines', numeric: true, label: t('payer.lines'), cell: (row) => format.count(row.lines) },
          money('gross_charges'),
          money('allowed'),
          rate('allowed_rate'),
          rate('denial_rate'),
          money('denied_charges'),
          rate('denied_amount_rate'),
        ]}
      />
    </Card>
  )
}

export function PayerDenialTable({ rows }: { rows: PayerDenialRow[] }) {
  const { t, format, metric, code } = useI18n()
  const money = useMoneyColumn<PayerDenialRow>()
  return (
    <Card panel="denials" title={t('payers.denials')}>
      <DataTable
        caption={t('payers.denials')}
        rows={rows}
        rowKey={(row) => `${row.payer_class} ${row.denial_code ?? ''}`}
        empty={t('denial.none')}
        maxHeight={420}
        columns={[
          { key: 'payer_class', label: t('payer.payer'), cell: (row) => code('payer', row.payer_class) },
          { key: 'denial_code', label: t('denial.code'), cell: (row) => row.denial_code ?? t('denial.no_code') },
          {
            key: 'denied_lines',
            numeric: true,
            label: t('payer.lines'),
            cell: (row) => format.count(row.denied_lines),
          },
          {
            key: 'denial_rate',
            numeric: true,
            label: metric('denial_rate').label,
            cell: (row) => <Rate metric="denial_rate" estimate={row.denial_rate} />,
          },
          money('denied_charges'),
        ]}
      />
    </Card>
  )
}

export function DenialCenterTable({ rows }: { rows: Folded<DenialCenterRow> }) {
  const { t, format, metric } = useI18n()
  const money = useMoneyColumn<DenialCenterRow>()
  const rate = (id: 'denial_rate' | 'denied_amount_rate'): Column<DenialCenterRow> => ({
    key: id,
    numeric: true,
    label: <span title={metric(id).short}>{metric(id).label}</span>,
    cell: (row) => <Rate metric={id} estimate={row[id]} />,
  })
  return (
    <Card panel="denial_centers" title={t('payers.denial_centers')}>
      <DataTable
        caption={t('payers.denial_centers')}
        rows={rows}
        rowKey={(row) => row.center_code}
        empty={t('table.empty')}
        maxHeight={420}
        csv="denial_centers"
        order={t('payers.most_denied')}
        columns={[
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          {
            key: 'denied_lines',
            numeric: true,
            label: t('payers.denied_lines'),
            cell: (row) => format.count(row.denied_lines),
          },
          rate('denial_rate'),
          money('denied_charges'),
          rate('denied_amount_rate'),
        ]}
      />
    </Card>
  )
}

export function CollectedTable({ rows }: { rows: CollectedRow[] }) {
  const { t, format, metric, code } = useI18n()
  const money = useMoneyColumn<CollectedRow>()
  return (
    <Card panel="collected" title={t('payers.collected')} note={t('payers.collected_note')}>
      <DataTable
        caption={t('payers.collected')}
        rows={rows}
        rowKey={(row) => row.month}
        empty={t('table.empty')}
        columns={[
          { key: 'month', label: t('table.month'), cell: (row) => format.month(row.month) },
          {
            key: 'open_centers',
            label: t('months.state'),
            cell: ({ open_centers: n }) =>
              n > 0 ? <Tag tone="warn">{t('months.open_centers', { n })}</Tag> : code('month_state', 'closed'),
          },
          money('allowed'),
          money('refunds'),
          money('collected'),
          {
            key: 'collected_rate',
            numeric: true,
            label: metric('collected_rate').label,
            cell: (row) => <Rate metric="collected_rate" estimate={row.collected_rate} />,
          },
          money('outstanding'),
        ]}
      />
    </Card>
  )
}
