import { Link } from '@remix-run/react'
import { ControlChart } from '../components/charts/control-chart.tsx'
import { Tiles } from '../components/figure-tile.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { Card } from '../components/ui/card.tsx'
import { ContrastTable } from '../concordance/concordance-tables.tsx'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'
import { FindingTable, VersionTable } from './finding-tables.tsx'
import { CusumCard, DriftTable, VersionStepTable } from './history-cards.tsx'
import { RobustnessCard } from './robustness-card.tsx'
import { ManufacturerTable, SliceTable } from './slice-tables.tsx'
import { ThresholdExplorer } from './threshold-explorer.tsx'
import { VerdictCard } from './verdict-card.tsx'

const TILES = [
  ...(['readings', 'agreement', 'sensitivity', 'specificity', 'ppv', 'flag_rate'] as const),
  ...(['ai_open_rate', 'ai_failure_rate'] as const),
]

export default function Product({ page }: { page: PageAnswers['product'] }) {
  const { t, format, name } = useI18n()
  const link = useFilterLink()
  if (page.snapshot_id === null) return <NoData title={t('table.product')} missing={page.missing} />
  const { summary, history } = page
  const { vendor, modality, domain, live_from } = summary
  const since = live_from && t('ai_product.live_from', { day: format.day(live_from) })
  return (
    <PageFrame
      title={`${name(page)} · ${page.product_code}`}
      note={
        <span className="flex flex-wrap gap-x-3">
          <span>{[vendor, modality, domain, since].filter(Boolean).join(' · ')}</span>
          <Link to={`${link('/concordance')}#summaries`} className="link">
            {t('ai_product.back')}
          </Link>
          <Link to={`${link('/concordance')}#chain`} className="link">
            {t('chain.title')}
          </Link>
        </span>
      }
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'product', snapshot: page.snapshot_id }}
    >
      <VerdictCard summary={summary} turnaround={page.turnaround} />
      <Tiles figures={TILES.map((id) => page.figures[id])} />
      <FindingTable rows={page.findings} />
      {page.thresholds && <ThresholdExplorer thresholds={page.thresholds} />}
      <ManufacturerTable rows={page.manufacturers} lookBack={page.look_back} />
      <SliceTable rows={page.slices} comparisons={page.comparisons} />
      <div className="grid gap-4 xl:grid-cols-2">
        <Card panel="over_time.agreement">
          <ControlChart title={t('ai_product.agreement_over_time')} chart={history.agreement} />
        </Card>
        <Card panel="over_time.flag_rate">
          <ControlChart title={t('ai_product.flag_rate_over_time')} chart={history.flag_rate} />
        </Card>
        <CusumCard history={history} />
        <RobustnessCard robustness={page.robustness} />
      </div>
      <VersionStepTable history={history} />
      <DriftTable drifts={history.drifts} compared={history.drift_centers} />
      <VersionTable rows={page.by_version} />
      <ContrastTable
        panel="seen"
        title={t('contrast.seen')}
        note={t('contrast.seen_note')}
        groups={[t('contrast.seen_first'), t('contrast.seen_second')]}
        rows={page.seen_against_unseen}
      />
    </PageFrame>
  )
}
