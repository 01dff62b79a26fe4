import { CenterFunnel } from './center-funnel.tsx'
import { ControlChart } from '../components/charts/control-chart.tsx'
import { ProtocolChart } from './protocol-chart.tsx'
import { DeviatingExams } from './deviating-exams.tsx'
import { DeviationTable, DoseTable, DriftTable, NotAssessable, ProtocolTable } from './compliance-tables.tsx'
import { Tiles } from '../components/figure-tile.tsx'
import { ModalityTable } from '../components/modality-table.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { VariationCharts } from './variation-charts.tsx'
import type { ComplianceModel } from './compliance-model.ts'

const TILES = [
  'compliance_rate',
  'compliance_coverage_rate',
  'deviating',
  'not_assessable',
  'critical_deviations',
  'dose_over_reference_rate',
  'wrong_order_rate',
  'repeated_steps',
] as const

export default function Compliance({ page }: { page: ComplianceModel }) {
  const { t, metric } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('nav.compliance')} missing={page.missing} />
  const rate = metric('compliance_rate').label
  return (
    <PageFrame
      title={t('nav.compliance')}
      note={t('compliance.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'compliance', snapshot: page.snapshot_id }}
    >
      <Tiles figures={TILES.map((id) => page.figures[id])} network={page.network} />
      {page.by_modality.length > 1 && (
        <ModalityTable
          rows={page.by_modality}
          metrics={[
            'compliance_rate',
            'compliance_coverage_rate',
            'deviating',
            'not_assessable',
            'critical_deviations',
            'dose_over_reference_rate',
          ]}
        />
      )}
      <div className="grid gap-4 xl:grid-cols-2">
        <Card panel="over_time">
          <ControlChart title={t('compliance.over_time', { label: rate })} chart={page.over_time} />
        </Card>
        <Card panel="center_funnel">
          <CenterFunnel title={t('compliance.by_center', { label: rate })} funnel={page.centers} />
        </Card>
      </div>
      <div className="grid gap-4 xl:grid-cols-2">
        <Card panel="protocol_chart">
          <ProtocolChart protocols={page.protocols} network={page.figures.compliance_rate.value} />
        </Card>
        <DeviationTable rows={page.deviations} />
      </div>
      <VariationCharts figures={page.variation} />
      <DriftTable rows={page.drift} periods={page.drift_periods} />
      {page.exams && <DeviatingExams exams={page.exams} query={page.exams_query} />}
      <ProtocolTable rows={page.protocols} />
      <div className="grid gap-4 xl:grid-cols-2">
        <DoseTable rows={page.dose} />
        <NotAssessable rows={page.not_assessable} coverage={page.center_coverage} />
      </div>
    </PageFrame>
  )
}
