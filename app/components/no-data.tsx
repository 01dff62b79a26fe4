import type { Missing } from '#queries/page/page-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { PageFrame } from './page-frame.tsx'

/** Before the first snapshot is published: what to do, not a page of zeros. */
export function NoData({ title, missing }: { title: string; missing: Missing[] }) {
  const { t } = useI18n()
  return (
    <PageFrame title={title} missing={missing}>
      <p>{t('no_data.next')}</p>
    </PageFrame>
  )
}
