import { Tiles } from '../components/figure-tile.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import {
  BridgeTable,
  CenterMoneyTable,
  LowestTable,
  ModalityMoneyTable,
  PayerMoneyTable,
  ProtocolMoneyTable,
} from './exam-money-tables.tsx'
import type { ExamsModel } from './exams-model.ts'
import { LeakCard, LossCard } from './loss-tables.tsx'
import { HoursChart, HoursTable } from './scanner-hours-view.tsx'

const TILES = [
  ...(['exam_revenue', 'exam_contribution', 'exam_margin'] as const),
  ...(['minute_revenue', 'minute_contribution', 'minute_margin'] as const),
]

export default function Exams({ page }: { page: ExamsModel }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('econ.title_short')} missing={page.missing} />
  return (
    <PageFrame
      title={t('econ.title_short')}
      note={t('econ.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'exams', snapshot: page.snapshot_id }}
    >
      <Tiles figures={TILES.map((id) => page.figures[id])} />
      <div className="grid gap-4 xl:grid-cols-2">
        <Card panel="hours_chart">
          <HoursChart hours={page.hours} />
        </Card>
        <LossCard rows={page.losses} centers={page.loss_centers} />
      </div>
      <LeakCard rows={page.leaks} centers={page.leak_centers} items={page.leak_items} until={page.leaks_until} />
      <ModalityMoneyTable rows={page.modalities} />
      <PayerMoneyTable rows={page.payers} />
      <ProtocolMoneyTable rows={page.protocols} />
      <CenterMoneyTable rows={page.centers} />
      <HoursTable rows={page.scanners} />
      {page.lowest && <LowestTable rows={page.lowest} />}
      <BridgeTable rows={page.bridge} />
    </PageFrame>
  )
}
