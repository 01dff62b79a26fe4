import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { MonthsChart } from '../profitability/profitability-charts.tsx'
import { Tiles } from '../components/figure-tile.tsx'
import { ModalityTable } from '../components/modality-table.tsx'
import { NoData } from '../components/no-data.tsx'
import { AttentionList } from './attention.tsx'
import { CenterMapChart } from './center-map-chart.tsx'
import { NetworkDays } from './network-days.tsx'
import { CenterTable, FreshnessTable } from './overview-tables.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import type { ShellHandle } from '../shell/shell-route.tsx'

export const handle: ShellHandle = { filters: {} }
export const meta = pageMeta('nav.overview')
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'overview')
export { PageError as ErrorBoundary } from '../components/page-error.tsx'

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

export default function Overview() {
  const page = useLoaderData<typeof loader>()
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('nav.overview')} missing={page.missing} />
  const { money } = page
  const several = page.by_modality.length > 1
  const tiles = [
    ...TILES.map((id) => page.figures[id]),
    ...(several ? [] : ONE_MODALITY.map((id) => page.figures[id])),
    ...(money ? MONEY.map((id) => money.figures[id]) : []),
  ]
  return (
    <PageFrame
      title={t('overview.title')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'overview', snapshot: page.snapshot_id }}
    >
      <AttentionList list={page.attention} money={money !== null} />
      <Tiles figures={tiles} />
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
          <CenterMapChart centers={page.centers} />
        </Card>
      </div>
      <div className="grid items-start gap-4 xl:grid-cols-2">
        {money && (
          <Card panel="months">
            <MonthsChart months={money.months} />
          </Card>
        )}
        <FreshnessTable data={page.data} />
      </div>
      <CenterTable centers={page.centers} money={money?.centers ?? null} />
    </PageFrame>
  )
}
