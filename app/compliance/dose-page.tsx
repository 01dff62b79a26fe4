import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { DoseModel } from './dose-model.ts'
import { CenterDoseTable, ExamsOver, PatientDoses } from './dose-tables.tsx'

export default function Dose({ page }: { page: DoseModel }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('tab.dose')} missing={page.missing} />
  return (
    <PageFrame
      title={t('tab.dose')}
      note={t('dose.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'dose', snapshot: page.snapshot_id }}
    >
      <CenterDoseTable rows={page.centers} placed={page.placed} rate={page.dose_over_reference_rate} />
      <ExamsOver rows={page.over} total={page.over_total} />
      <PatientDoses rows={page.patients} period={page.patients_period} />
    </PageFrame>
  )
}
