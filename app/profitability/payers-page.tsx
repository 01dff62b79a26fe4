import { CenterFunnel } from '../compliance/center-funnel.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PayersModel } from './payers-model.ts'
import { CollectedTable, DenialCenterTable, PayerDenialTable, PayerRatesTable } from './payers-tables.tsx'
import { PayerChart } from './profitability-charts.tsx'
import { AgeingChart, CenterAgeTable, PartnerAgeTable, PayerAgeTable } from './receivable-tables.tsx'

export default function Payers({ page }: { page: PayersModel }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('payers.title_short')} missing={page.missing} />
  const { receivables } = page
  return (
    <PageFrame
      title={t('payers.title_short')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'payers', snapshot: page.snapshot_id }}
    >
      <div className="grid gap-4 xl:grid-cols-2">
        <Card panel="mix">
          <PayerChart payers={page.payers} />
        </Card>
        <Card panel="ageing">
          <AgeingChart all={receivables.all} as_of={receivables.as_of} />
        </Card>
      </div>
      <PayerRatesTable rows={page.payers} />
      <div className="grid gap-4 xl:grid-cols-2">
        <Card panel="denial_funnel">
          <CenterFunnel
            title={t('payers.denial_funnel')}
            funnel={page.denial_centers.funnel}
            csv="denial_centers"
            words={{ mix: t('payers.denial_mix'), x: t('payers.adjudicated_lines') }}
          />
        </Card>
        <PayerDenialTable rows={page.denials} />
      </div>
      <DenialCenterTable rows={page.denial_centers.rows} />
      <PayerAgeTable all={receivables.all} as_of={receivables.as_of} payers={receivables.payers} />
      <CenterAgeTable all={receivables.all} rows={receivables.centers} />
      <PartnerAgeTable all={receivables.all} rows={receivables.partners} />
      <CollectedTable rows={page.collected} />
    </PageFrame>
  )
}
