import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { CapacityClasses } from './capacity-classes.tsx'
import type { CapacityModel } from './capacity-model.ts'
import { CenterCapacityTable, ScannerCapacityTable } from './capacity-tables.tsx'

export default function Capacity({ page }: { page: CapacityModel }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('capacity.title_short')} missing={page.missing} />
  return (
    <PageFrame
      title={t('capacity.title_short')}
      note={t('capacity.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'capacity', snapshot: page.snapshot_id }}
    >
      <CapacityClasses page={page} />
      <CenterCapacityTable rows={page.centers} standing={page.standing} />
      <ScannerCapacityTable rows={page.scanners} />
    </PageFrame>
  )
}
