import type {
  AiMoney,
  CenterProfitRow,
  DenialRow,
  PayerRow,
  PriceStep,
  ProfitabilityPage,
} from '#queries/profitability/profitability-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'
import { CenterLink } from '../components/center-link.tsx'
import { Rate, Value } from '../components/figures.tsx'
import { PartHeading } from '../components/panels/part-heading.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { useMoneyColumn } from './money-column.tsx'

export function CenterProfitTable({ rows }: { rows: Folded<CenterProfitRow> }) {
  const { t, format, metric, code } = useI18n()
  const money = useMoneyColumn<CenterProfitRow>()
  return (
    <Card panel="centers" title={t('money.centers')} note={t('money.centers_note')}>
      <DataTable
        caption={t('money.centers')}
        rows={rows}
        rowKey={(row) => row.center_code}
        empty={t('table.empty')}
        maxHeight={560}
        csv="centers"
        order={t('table.most_revenue')}
        columns={[
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          { key: 'ownership', label: t('center.ownership'), cell: (row) => code('ownership', row.ownership) },
          {
            key: 'months',
            label: t('money.months'),
            cell: (row) =>
              row.provisional ? (
                <Tag tone="warn">{t('figure.provisional')}</Tag>
              ) : (
                t('money.months_closed', { n: row.months_closed })
              ),
          },
          {
            key: 'exams_performed',
            numeric: true,
            label: metric('exams_performed').label,
            cell: (row) => format.count(row.exams_performed),
          },
          money('net_revenue'),
          money('variable_cost'),
          money('fixed_cost'),
          money('contribution'),
          money('operating_profit'),
          {
            key: 'margin',
            numeric: true,
            label: metric('operating_margin_rate').label,
            cell: (row) => <Value metric="operating_margin_rate" value={row.operating_margin_rate} />,
          },
          {
            key: 'denial',
            numeric: true,
            label: metric('denial_rate').label,
            cell: (row) => <Rate metric="denial_rate" estimate={row.denial_rate} />,
          },
          {
            key: 'use',
            numeric: true,
            label: metric('capacity_use_rate').label,
            cell: (row) => <Value metric="capacity_use_rate" value={row.capacity_use_rate} />,
          },
          {
            key: 'exams_month',
            numeric: true,
            label: t('money.exams_per_month'),
            cell: (row) => format.count(row.exams_per_month),
          },
          {
            key: 'break_even',
            numeric: true,
            label: metric('break_even_exams').label,
            cell: (row) => <Value metric="break_even_exams" value={row.break_even_exams} />,
          },
          money('outstanding'),
        ]}
      />
    </Card>
  )
}

type MonthRow = ProfitabilityPage['months'][number]

export function MonthTable({ rows }: { rows: MonthRow[] }) {
  const { t, format, metric, code } = useI18n()
  const money = useMoneyColumn<MonthRow>()
  return (
    <Card panel="month_table" title={t('months.title')}>
      <DataTable
        caption={t('months.title')}
        rows={rows}
        rowKey={(row) => row.month}
        empty={t('table.empty')}
        columns={[
          { key: 'month', label: t('table.month'), cell: (row) => format.month(row.month) },
          {
            key: 'state',
            label: t('months.state'),
            cell: (row) =>
              row.month_state === 'open' ? (
                <Tag tone="warn">{t('months.open_centers', { n: row.open_centers })}</Tag>
              ) : (
                code('month_state', row.month_state)
              ),
          },
          {
            key: 'exams_performed',
            numeric: true,
            label: metric('exams_performed').label,
            cell: (row) => format.count(row.exams_performed),
          },
          money('gross_charges'),
          money('allowed'),
          money('partner_payout'),
          money('net_revenue'),
          money('variable_cost'),
          money('fixed_cost'),
          money('operating_profit'),
          {
            key: 'margin',
            numeric: true,
            label: metric('operating_margin_rate').label,
            cell: (row) => <Value metric="operating_margin_rate" value={row.operating_margin_rate} />,
          },
          money('unused_capacity_cost'),
        ]}
      />
    </Card>
  )
}

export function PayerTable({ rows }: { rows: PayerRow[] }) {
  const { t, format, metric, code } = useI18n()
  const money = useMoneyColumn<PayerRow>()
  return (
    <Card panel="payer_table" title={t('payer.title')}>
      <DataTable
        caption={t('payer.title')}
        rows={rows}
        rowKey={(row) => row.payer_class}
        empty={t('table.empty')}
        columns={[
          { key: 'payer', label: t('payer.payer'), cell: (row) => code('payer', row.payer_class) },
          { key: 'lines', numeric: true, label: t('payer.lines'), cell: (row) => format.count(row.lines) },
          money('gross_charges'),
          money('allowed'),
          { key: 'share', numeric: true, label: t('payer.share'), cell: (row) => format.rate(row.allowed_share) },
          {
            key: 'denial',
            numeric: true,
            label: metric('denial_rate').label,
            cell: (row) => (row.denial_rate ? <Rate metric="denial_rate" estimate={row.denial_rate} /> : '–'),
          },
        ]}
      />
    </Card>
  )
}

/** What payers said when they denied, under the payers. */
export function DenialTable({ rows }: { rows: DenialRow[] }) {
  const { t, format } = useI18n()
  const money = useMoneyColumn<DenialRow>()
  return (
    <>
      <PartHeading title={t('denial.title')} panel="denials" />
      <DataTable
        caption={t('denial.title')}
        rows={rows}
        rowKey={(row) => row.denial_code ?? ''}
        empty={t('denial.none')}
        maxHeight={240}
        columns={[
          { key: 'code', label: t('denial.code'), cell: (row) => row.denial_code ?? t('denial.no_code') },
          { key: 'lines', numeric: true, label: t('payer.lines'), cell: (row) => format.count(row.denied_lines) },
          money('denied_charges'),
        ]}
      />
    </>
  )
}

/** Prices that stepped in the last months, by province and procedure. */
export function PriceTable({ rows }: { rows: PriceStep[] }) {
  const { t, format, place } = useI18n()
  const numeric = true
  return (
    <Card panel="prices" title={t('price.title')} note={t('price.note')}>
      <DataTable
        caption={t('price.title')}
        rows={rows}
        rowKey={(row) => `${row.province} ${row.procedure_code} ${row.month}`}
        empty={t('price.none')}
        maxHeight={320}
        columns={[
          { key: 'month', label: t('price.month'), cell: (row) => format.month(row.month) },
          { key: 'province', label: t('price.province'), cell: (row) => (row.province ? place(row.province) : '–') },
          { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality ?? '–' },
          { key: 'procedure', label: t('price.procedure'), cell: (row) => row.procedure_code },
          { key: 'before', numeric, label: t('price.before'), cell: (row) => format.money(row.previous_price) },
          { key: 'price', numeric, label: t('price.now'), cell: (row) => format.money(row.price) },
          { key: 'change', numeric, label: t('price.change'), cell: (row) => format.rate(row.change) },
          { key: 'lines', numeric, label: t('payer.lines'), cell: (row) => format.count(row.lines) },
        ]}
      />
    </Card>
  )
}

export function CostTable({ rows, ai }: { rows: ProfitabilityPage['costs']; ai: AiMoney }) {
  const { t, format, code } = useI18n()
  return (
    <Card
      panel="costs"
      title={t('cost.title')}
      note={t('cost.ai', { fees: format.money(ai.ai_fees), revenue: format.money(ai.ai_revenue) })}
    >
      <DataTable
        caption={t('cost.title')}
        rows={rows}
        rowKey={(row) => `${row.category} ${row.behaviour}`}
        empty={t('table.empty')}
        columns={[
          { key: 'category', label: t('cost.category'), cell: (row) => code('cost', row.category) },
          { key: 'behaviour', label: t('cost.behaviour'), cell: (row) => code('behaviour', row.behaviour) },
          { key: 'amount', numeric: true, label: t('money.amount'), cell: (row) => format.money(row.amount) },
        ]}
      />
    </Card>
  )
}
