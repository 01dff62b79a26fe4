import { BookLinesCard } from './book-lines-card.tsx'
import { BudgetCard } from './budget-table.tsx'
import { MissingCostsNote } from './missing-costs.tsx'
import { CenterMarginChart, MonthsChart, PayerChart, WaterfallChart } from './profitability-charts.tsx'
import {
  CenterProfitTable,
  CostTable,
  DenialTable,
  MonthTable,
  PayerTable,
  PriceTable,
} from './profitability-tables.tsx'
import { GroupTable, StatementTable } from './statement-tables.tsx'
import { Tiles } from '../components/figure-tile.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { ProfitabilityModel } from './profitability-model.ts'

const TILES = [
  'net_revenue',
  'contribution',
  'operating_profit',
  'operating_margin_rate',
  'gross_charges',
  'allowed',
  'denial_rate',
  'net_revenue_per_exam',
  'unused_capacity_cost',
] as const

export default function Profitability({ page }: { page: ProfitabilityModel }) {
  const { t, format } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('nav.profitability')} missing={page.missing} />
  const open = page.totals.open.center_months
  const { center_months: closed, capacity_months: known } = page.totals.closed
  const notes = [
    open > 0 ? t('money.open_months', { n: format.count(open) }) : null,
    known < closed ? t('money.capacity_months', { known: format.count(known), n: format.count(closed) }) : null,
    page.before_head_office_cost ? t('money.before_head_office') : null,
  ].filter(Boolean)
  return (
    <PageFrame
      title={t('nav.profitability')}
      note={notes.join(' ')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'profitability', snapshot: page.snapshot_id }}
    >
      <Tiles figures={TILES.map((id) => page.figures[id])} />
      <div className="grid gap-4 xl:grid-cols-2">
        <Card panel="waterfall">
          <WaterfallChart waterfall={page.waterfall} />
        </Card>
        <Card panel="months">
          <MonthsChart months={page.months} />
          <MissingCostsNote rows={page.missing_costs} />
        </Card>
      </div>
      {page.lines && <BookLinesCard lines={page.lines} />}
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <StatementTable statement={page.statement} />
        <BudgetCard lines={page.budgets.lines} centers={page.budgets.centers} />
      </div>
      <GroupTable rows={page.groups} />
      <div className="grid gap-4 xl:grid-cols-2">
        <Card panel="margin">
          <CenterMarginChart margins={page.margins} />
        </Card>
        <Card panel="payers">
          <PayerChart payers={page.payers} />
          <DenialTable rows={page.denials} />
        </Card>
      </div>
      <CenterProfitTable rows={page.centers} />
      <MonthTable rows={page.months} />
      <PriceTable rows={page.price_steps} />
      <div className="grid gap-4 xl:grid-cols-2">
        <PayerTable rows={page.payers} />
        <CostTable rows={page.costs} ai={page.ai} />
      </div>
    </PageFrame>
  )
}
