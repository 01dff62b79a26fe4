import { BudgetCard } from '../profitability/budget-table.tsx'
import { MoneyFilterNote } from '../profitability/money-filter-note.tsx'
import { MonthsChart } from '../profitability/profitability-charts.tsx'
import { MoneyTiles, Tiles } from '../components/figure-tile.tsx'
import { ModalityTable } from '../components/modality-table.tsx'
import { NoData } from '../components/no-data.tsx'
import { AttentionList } from './attention.tsx'
import { NetworkDays } from './network-days.tsx'
import { ProvinceTilesChart } from './province-tiles-chart.tsx'
import { CenterTable, FreshnessTable } from './overview-tables.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { OverviewModel } from './overview-model.ts'

const TILES = [
  'exams_performed',
  'compliance_rate',
  'compliance_coverage_rate',
  'readings',
  'ai_coverage_rate',
  'ai_failure_rate',
] as const
const ONE_MODALITY = ['utilization_rate', 'no_show_rate', 'turnaround_minutes_median', 'unreported'] as const
const MONEY = ['net_revenue', 'operating_profit', 'operating_margin_rate', 'denial_rate'] as const

export default function Overview({ page }: { page: OverviewModel }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('nav.overview')} missing={page.missing} />
  const { money } = page
  const several = page.by_modality.length > 1
  const tiles = [...TILES.map((id) => page.figures[id]), ...(several ? [] : ONE_MODALITY.map((id) => page.figures[id]))]
  return (
    <PageFrame
      title={t('overview.title')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'overview', snapshot: page.snapshot_id }}
    >
      <AttentionList list={page.attention} money={money !== null} />
      <Tiles figures={tiles} />
      {money && <MoneyTiles figures={MONEY.map((id) => money.figures[id])} filters={money.filters} />}
      {several && (
        <ModalityTable
          rows={page.by_modality}
          metrics={[
            'exams_performed',
            'utilization_rate',
            'no_show_rate',
            'wait_minutes_median',
            'turnaround_minutes_median',
            'turnaround_minutes_p90',
            'unreported',
          ]}
        />
      )}
      <div className="grid gap-4 xl:grid-cols-2">
        <Card panel="network_days">
          <NetworkDays days={page.exams_per_day} />
        </Card>
        <Card panel="center_map">
          <ProvinceTilesChart map={page.map} />
        </Card>
      </div>
      <div className="grid items-start gap-4 xl:grid-cols-2">
        {money && (
          <Card panel="months">
            <MonthsChart months={money.months} />
            <MoneyFilterNote filters={page.filters} />
          </Card>
        )}
        <div className="min-w-0 space-y-4">
          {money && <BudgetCard lines={money.budget} />}
          <FreshnessTable data={page.data} />
        </div>
      </div>
      <CenterTable centers={page.centers} money={money?.centers ?? null} />
    </PageFrame>
  )
}
