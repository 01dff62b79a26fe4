import { AgreementForest, ContrastForest } from './agreement-forest.tsx'
import { ConcordanceOverTime } from './concordance-over-time.tsx'
import { FindingCoverageChart } from './finding-coverage.tsx'
import { ContrastTable, ProductTable, RunsTable } from './concordance-tables.tsx'
import { Tiles } from '../components/figure-tile.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { Card } from '../components/ui/card.tsx'
import { ChainCard } from '../product/chain-card.tsx'
import { ProductList } from '../product/product-list.tsx'
import { RobustnessCard } from '../product/robustness-card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { ConcordanceModel } from './concordance-model.ts'

const TILES = [
  'readings',
  'products',
  'ai_flagged_share',
  'ai_coverage_rate',
  'ai_open_rate',
  'ai_failure_rate',
] as const

export default function Concordance({ page }: { page: ConcordanceModel }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('nav.concordance')} missing={page.missing} />
  return (
    <PageFrame
      title={t('nav.concordance')}
      note={t('concordance.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'concordance', snapshot: page.snapshot_id }}
    >
      <Tiles figures={TILES.map((id) => page.figures[id])} network={page.network} />
      <ProductList rows={page.summaries} />
      <div className="grid gap-4 xl:grid-cols-2">
        <Card panel="agreement">
          <AgreementForest products={page.products} />
        </Card>
        <Card panel="over_time">
          <ConcordanceOverTime
            overTime={page.over_time}
            products={page.products}
            versions={page.versions}
            step={page.step}
            baseline={page.baseline}
            limits={page.limits}
          />
        </Card>
      </div>
      <RobustnessCard robustness={page.robustness} />
      <ChainCard chain={page.chain} />
      <ProductTable rows={page.products} />
      <div className="grid gap-4 xl:grid-cols-2">
        <Card panel="compliance_contrast">
          <ContrastForest
            title={t('contrast.compliance')}
            note={t('contrast.compliance_note')}
            rows={page.compliant_against_deviating}
          />
        </Card>
        <Card panel="coverage">
          <FindingCoverageChart
            rows={page.coverage}
            months={page.coverage_months}
            reason={page.figures.ai_coverage_rate.reason}
          />
        </Card>
      </div>
      <ContrastTable
        panel="compliance_contrast_table"
        title={t('contrast.compliance')}
        groups={[t('contrast.compliant'), t('contrast.deviating')]}
        rows={page.compliant_against_deviating}
      />
      <ContrastTable
        panel="seen_contrast"
        title={t('contrast.seen')}
        note={t('contrast.seen_note')}
        groups={[t('contrast.seen_first'), t('contrast.seen_second')]}
        rows={page.seen_against_unseen}
      />
      <RunsTable rows={page.runs} />
    </PageFrame>
  )
}
