import type { CenterInfo, CenterMoney, CenterPage } from '#queries/center/center-types.ts'
import type { Filters } from '#queries/page/page-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { RowChart } from '../components/charts/row-chart.tsx'
import { MoneyTiles } from '../components/figure-tile.tsx'
import { Rate, Value } from '../components/figures.tsx'
import { useIsBesideOthers } from '../components/panels/panel-context.ts'
import { ScannerLink } from '../components/scanner-link.tsx'
import { MoneyFilterNote } from '../profitability/money-filter-note.tsx'
import { MissingCostsNote } from '../profitability/missing-costs.tsx'
import { MonthsChart } from '../profitability/profitability-charts.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'

export function CenterFacts({ center }: { center: CenterInfo }) {
  const { t, format, code, place } = useI18n()
  const facts = [
    [center.province, center.city].flatMap((part) => (part ? [place(part)] : [])).join(' '),
    center.ownership ? code('ownership', center.ownership) : null,
    center.opened_on ? t('center.opened', { day: format.day(center.opened_on) }) : null,
    center.closed_on ? t('center.closed', { day: format.day(center.closed_on) }) : null,
    center.time_zone,
  ]
  return <>{facts.filter(Boolean).join(' · ')}</>
}

const COMPARED = ['utilization_rate', 'no_show_rate', 'wait_minutes_median', 'turnaround_minutes_median'] as const

/** The center beside the whole network, by modality; for compliance with the intervals drawn. */
export function NetworkComparison({ page }: { page: CenterPage }) {
  const { t, format, metric } = useI18n()
  const network = new Map(page.network_by_modality.map((row) => [row.modality, row.figures]))
  const here = page.figures.compliance_rate
  const there = page.network.compliance_rate
  const { label } = metric('compliance_rate')
  const isBesideOthers = useIsBesideOthers()
  const beside = t(isBesideOthers ? 'center.others' : 'center.network')
  const against = t(isBesideOthers ? 'center.against_others' : 'center.against_network')
  const rows = [
    { key: 'center', name: t('center.this'), estimate: here },
    { key: 'network', name: beside, estimate: there },
  ]
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <Card panel="network" title={against} note={t('modality.note')}>
        <DataTable
          caption={against}
          rows={page.by_modality}
          rowKey={(row) => row.modality}
          empty={t('table.empty')}
          columns={[
            { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality },
            ...COMPARED.flatMap((id) => [
              {
                key: id,
                numeric: true,
                label: metric(id).label,
                cell: (row: (typeof page.by_modality)[number]) => <Rate metric={id} estimate={row.figures[id]} />,
              },
              {
                key: `${id} network`,
                numeric: true,
                label: beside,
                cell: (row: (typeof page.by_modality)[number]) => {
                  const value = network.get(row.modality)?.[id].value ?? null
                  return <span className="text-muted">{format.value(value, metric(id).unit)}</span>
                },
              },
            ]),
          ]}
        />
      </Card>
      <Card panel="compliance_network">
        <ChartFigure
          title={t(isBesideOthers ? 'center.compliance_against_others' : 'center.compliance_against_network', {
            label,
          })}
          summary={t(isBesideOthers ? 'center.compliance_others' : 'center.compliance_summary', {
            here: format.rate(here.value),
            there: format.rate(there.value),
          })}
          table={{
            columns: [
              { label: t('filter.center') },
              { label, numeric: true },
              { label: t('table.interval'), numeric: true },
              { label: 'n', numeric: true },
            ],
            rows: rows.map(({ name, estimate: e }) => [
              name,
              format.rate(e.value),
              `${format.rate(e.low)} … ${format.rate(e.high)}`,
              format.count(e.n),
            ]),
          }}
        >
          <RowChart
            label={label}
            kind="point"
            domain={[0, 1]}
            write={format.rateShort}
            textWidth="4rem"
            rows={rows.map(({ key, name, estimate: e }) => ({
              key,
              label: name,
              value: e.value,
              low: e.low,
              high: e.high,
              marked: key === 'network',
              text: format.rate(e.value),
              title: `${name}: ${format.rate(e.low)} … ${format.rate(e.high)}, n ${format.count(e.n)}`,
            }))}
          />
        </ChartFigure>
      </Card>
    </div>
  )
}

const MONEY = [
  'net_revenue',
  'contribution',
  'operating_profit',
  'operating_margin_rate',
  'denial_rate',
  'net_revenue_per_exam',
  'unused_capacity_cost',
] as const

/** The center's books. The server leaves them out for whoever may not see money. */
export function CenterMoneyView({ money, filters }: { money: CenterMoney; filters: Filters }) {
  const { t, format, metric } = useI18n()
  const facts = [
    money.partner_share === null ? null : t('center.partner_share', { share: format.rate(money.partner_share) }),
    `${metric('break_even_exams').label}: ${format.count(money.break_even_exams)}`,
  ].filter(Boolean)
  return (
    <section className="space-y-4">
      <div>
        <h2>{t('nav.profitability')}</h2>
        <p className="text-muted">
          {facts.join(' · ')} <Value metric="break_even_exams" value={money.break_even_exams} text="" />
        </p>
      </div>
      <MoneyFilterNote filters={filters} />
      <MoneyTiles figures={MONEY.map((id) => money.figures[id])} filters={money.filters} />
      <Card panel="months">
        <MonthsChart months={money.months} />
        <MissingCostsNote rows={money.missing_costs} />
      </Card>
    </section>
  )
}

export function FaultTable({ rows, timeZone }: { rows: CenterPage['faults']; timeZone: string }) {
  const { t, format, code } = useI18n()
  return (
    <Card panel="faults" title={t('fault.title')}>
      <DataTable
        caption={t('fault.title')}
        rows={rows}
        rowKey={(row) => `${row.scanner_id} ${row.severity} ${row.code}`}
        empty={t('fault.none')}
        maxHeight={320}
        columns={[
          { key: 'scanner', label: t('filter.scanner'), cell: (row) => <ScannerLink scanner_id={row.scanner_id} /> },
          { key: 'severity', label: t('deviation.severity'), cell: (row) => code('fault_severity', row.severity) },
          { key: 'code', label: t('fault.code'), cell: (row) => row.code },
          { key: 'events', numeric: true, label: t('fault.events'), cell: (row) => format.count(row.events) },
          { key: 'last', label: t('fault.last'), cell: (row) => format.instant(row.last_at, timeZone) },
        ]}
      />
    </Card>
  )
}
