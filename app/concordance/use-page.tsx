import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'
import { FunnelCard } from './use-funnel.tsx'
import { DomainsCard, LateCard, LossesCard, PairsCard } from './use-tables.tsx'

export default function Use({ page }: { page: PageAnswers['use'] }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('use.title_short')} missing={page.missing} />
  return (
    <PageFrame
      title={t('use.title_short')}
      note={t('use.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'use', snapshot: page.snapshot_id }}
    >
      <FunnelCard rows={page.products} />
      <LateCard rows={page.late} />
      <LossesCard rows={page.losses} />
      <PairsCard rows={page.pairs} />
      <DomainsCard rows={page.domains} />
    </PageFrame>
  )
}
