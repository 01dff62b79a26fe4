import { CenterFacts, CenterMoneyView, FaultTable, NetworkComparison } from './center-parts.tsx'
import { ControlChart } from '../components/charts/control-chart.tsx'
import { ExamsPerDayChart } from '../components/charts/exams-per-day.tsx'
import { ScannerUseChart } from '../components/charts/scanner-use.tsx'
import { WeekHeatMaps } from '../components/charts/week-heat-maps.tsx'
import { DeviationTable, ProtocolTable } from '../compliance/compliance-tables.tsx'
import { ProductTable } from '../concordance/concordance-tables.tsx'
import { CenterFreshnessTable, RejectGroupTable } from '../data/data-tables.tsx'
import { Tiles } from '../components/figure-tile.tsx'
import { ModalityTable } from '../components/modality-table.tsx'
import { NoData } from '../components/no-data.tsx'
import { SignalItem } from '../overview/attention.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { scannerUse } from '../throughput/throughput-model.ts'
import { ScannerTable } from '../throughput/throughput-tables.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'

const TILES = [
  'exams_performed',
  'compliance_rate',
  'compliance_coverage_rate',
  'critical_deviations',
  'readings',
  'ai_coverage_rate',
  'ai_failure_rate',
] as const
const BY_MODALITY = [
  'exams_performed',
  'utilization_rate',
  'no_show_rate',
  'wait_minutes_median',
  'turnaround_minutes_median',
  'turnaround_minutes_p90',
  'unreported',
  'out_of_hours_rate',
]

export default function Center({ page }: { page: PageAnswers['center'] }) {
  const { t, metric, name } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('center.title_short')} missing={page.missing} />
  const { center, attention, money } = page
  return (
    <PageFrame
      title={`${name(center)} ${center.center_code}`}
      note={<CenterFacts center={center} />}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'center', snapshot: page.snapshot_id }}
    >
      <Tiles figures={TILES.map((id) => page.figures[id])} network={page.network} />
      {attention.length > 0 && (
        <Card
          panel="attention"
          title={t('attention.title')}
          note={page.filters.scanner.length > 0 ? t('attention.all_scanners') : undefined}
        >
          <ul>
            {attention.map((signal, place) => (
              <SignalItem key={`${signal.kind} ${place}`} signal={signal} of={false} />
            ))}
          </ul>
        </Card>
      )}
      <ModalityTable rows={page.by_modality} metrics={BY_MODALITY} />
      <NetworkComparison page={page} />
      <div className="grid gap-4 xl:grid-cols-2">
        <Card panel="exams_per_day">
          <ExamsPerDayChart modalities={page.exams_per_day} />
        </Card>
        <Card panel="over_time">
          <ControlChart
            title={t('compliance.over_time', { label: metric('compliance_rate').label })}
            chart={page.compliance_over_time}
          />
        </Card>
      </div>
      <div className="grid gap-4 xl:grid-cols-2">
        <Card panel="scanner_use">
          <ScannerUseChart use={scannerUse(page.scanners)} />
        </Card>
        <Card panel="hours_of_week">
          <WeekHeatMaps maps={page.heat_map} />
        </Card>
      </div>
      <ScannerTable rows={page.scanners} />
      <div className="grid gap-4 xl:grid-cols-2">
        <ProtocolTable rows={page.protocols} />
        <DeviationTable rows={page.deviations} center={center.center_code} />
      </div>
      <ProductTable rows={page.products} />
      {money && <CenterMoneyView money={money} filters={page.filters} />}
      <div className="grid gap-4 xl:grid-cols-2">
        <FaultTable rows={page.faults} timeZone={center.time_zone} />
        <CenterFreshnessTable rows={page.freshness} />
      </div>
      <RejectGroupTable rows={page.rejects} />
    </PageFrame>
  )
}
