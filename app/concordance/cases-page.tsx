import { READING_STATES } from '#queries/concordance/cases-types.ts'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { Card } from '../components/ui/card.tsx'
import { CaseFilters } from '../cases/case-filters.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'
import { AdjudicatedTable } from './adjudicated-table.tsx'
import { BlindList } from './blind-list.tsx'
import { DiscordantList } from './discordant-list.tsx'

type Page = Exclude<PageAnswers['cases'], { snapshot_id: null }>

function States({ page }: { page: Page }) {
  const { t, code } = useI18n()
  // Where both answers are shown nobody says whether the finding is there, but such words may come from the sample.
  const states = READING_STATES.filter(
    (state) => page.counts[state] > 0 || (state !== 'present' && state !== 'absent'),
  ).map((state) => ({ state, label: code('reading_state', state), count: page.counts[state] }))
  return (
    <Card panel="counts" title={t('cases.states')}>
      <CaseFilters query={page.query} states={states} />
    </Card>
  )
}

export default function Cases({ page }: { page: PageAnswers['cases'] }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('cases.title_short')} missing={page.missing} />
  return (
    <PageFrame
      title={t('cases.title_short')}
      note={t('cases.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'cases', snapshot: page.snapshot_id }}
    >
      <States page={page} />
      <BlindList page={page} />
      <AdjudicatedTable rows={page.adjudicated} />
      <DiscordantList page={page} />
    </PageFrame>
  )
}
