import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PlanModel } from './plan-model.ts'
import { PlanChart } from './plan-chart.tsx'
import { BaseModalities, BasePayers, PlannedCenters } from './plan-tables.tsx'

/** What a plan does to operating profit, center by center. */
export default function PlanShown({ page }: { page: PlanModel }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return null
  if (page.center_months === 0) {
    return (
      <Card title={t('change.nothing')}>
        <p>{t('why_not.no_closed_month')}</p>
      </Card>
    )
  }
  return (
    <div className="space-y-4">
      <div className={page.beside ? 'grid gap-4 2xl:grid-cols-2' : undefined}>
        <PlanChart title={t(page.beside ? 'plan.this' : 'plan.result')} result={page.plan} panel="result" />
        {page.beside && <PlanChart title={t('plan.beside')} result={page.beside} />}
      </div>
      <PlannedCenters rows={page.centers} hasBeside={page.beside !== null} />
      <div className="grid gap-4 xl:grid-cols-2">
        <BaseModalities rows={page.modalities} />
        <BasePayers rows={page.payers} />
      </div>
    </div>
  )
}
