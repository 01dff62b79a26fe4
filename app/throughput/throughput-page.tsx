import { ExamsPerDayChart } from '../components/charts/exams-per-day.tsx'
import { ScannerUseChart } from '../components/charts/scanner-use.tsx'
import { WeekHeatMaps } from '../components/charts/week-heat-maps.tsx'
import { Tiles } from '../components/figure-tile.tsx'
import { ModalityTable } from '../components/modality-table.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { CenterThroughputTable, ScannerTable } from './throughput-tables.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { ThroughputModel } from './throughput-model.ts'

const COUNTS = ['exams_performed', 'exams_scheduled', 'no_shows', 'cancellations', 'repeats', 'unreported'] as const
const RATES = [
  'utilization_rate',
  'no_show_rate',
  'wait_minutes_median',
  'turnaround_minutes_median',
  'turnaround_minutes_p90',
  'exam_minutes_median',
  'out_of_hours_rate',
  'repeat_rate',
] as const

export default function Throughput({ page }: { page: ThroughputModel }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('nav.throughput')} missing={page.missing} />
  const several = page.by_modality.length > 1
  const headline = [...COUNTS, ...(several ? [] : RATES)].map((id) => page.figures[id])
  return (
    <PageFrame
      title={t('nav.throughput')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'throughput', snapshot: page.snapshot_id }}
    >
      <Tiles figures={headline} network={page.network} />
      {several && (
        <ModalityTable
          rows={page.by_modality}
          metrics={['exams_performed', ...RATES.slice(0, 5), 'unreported', 'out_of_hours_rate']}
        />
      )}
      <div className="grid gap-4 xl:grid-cols-2">
        <Card panel="exams_per_day">
          <ExamsPerDayChart modalities={page.exams_per_day} />
        </Card>
        <Card panel="scanner_use">
          <ScannerUseChart use={page.scanner_use} />
        </Card>
      </div>
      <Card panel="hours_of_week">
        <WeekHeatMaps maps={page.heat_map} />
      </Card>
      <CenterThroughputTable rows={page.centers} />
      <ScannerTable rows={page.scanners} csv="scanners" />
    </PageFrame>
  )
}
