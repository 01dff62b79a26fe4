import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { DefinitionsTable, DifferenceTable } from './minutes-definitions.tsx'
import { ClassesCard, LossesCard } from './minutes-losses.tsx'
import type { MinutesModel } from './minutes-model.ts'
import { LedgerByDay, LedgerByScanner, LedgerByWeekday } from './minutes-tables.tsx'

export default function Minutes({ page }: { page: MinutesModel }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('minutes.title_short')} missing={page.missing} />
  return (
    <PageFrame
      title={t('minutes.title_short')}
      note={t('minutes.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'minutes', snapshot: page.snapshot_id }}
    >
      <div className="grid gap-4 xl:grid-cols-2">
        <LossesCard page={page} />
        <ClassesCard page={page} />
      </div>
      <LedgerByScanner page={page} />
      <div className="grid gap-4 xl:grid-cols-2">
        <LedgerByDay days={page.days} />
        <LedgerByWeekday weekdays={page.weekdays} />
      </div>
      <DefinitionsTable page={page} />
      <DifferenceTable page={page} />
    </PageFrame>
  )
}
