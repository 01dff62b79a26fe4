import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'
import { FarAheadTable, KeptCard } from './flow-kept.tsx'
import { PathCard, StripsCard } from './flow-strips.tsx'
import { DurationTable, FirstCaseTable, UnreportedCard } from './flow-tables.tsx'

export default function Flow({ page }: { page: PageAnswers['flow'] }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('flow.title_short')} missing={page.missing} />
  return (
    <PageFrame
      title={t('flow.title_short')}
      note={t('flow.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'flow', snapshot: page.snapshot_id }}
    >
      <StripsCard rows={page.strips} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <div className="min-w-0 space-y-4">
          <FirstCaseTable rows={page.first_cases} />
          <UnreportedCard rows={page.unreported} exams={page.unreported_exams} />
        </div>
        <div className="min-w-0 space-y-4">
          <FarAheadTable rows={page.far_ahead} />
          <KeptCard rows={page.kept} />
        </div>
      </div>
      <PathCard calendar={page.path} staffed={page.staffed_path} />
      <DurationTable rows={page.protocols} />
    </PageFrame>
  )
}
