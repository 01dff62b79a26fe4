import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageUseRow, PersonUseRow } from '../server/people/page-use.ts'
import { SimpleTable } from './simple-table.tsx'

/** Who uses which page. */
export function UseView({ use }: { use: { pages: PageUseRow[]; people: PersonUseRow[] } }) {
  const { t, format } = useI18n()
  const reads = [t('admin.use_reads'), t('admin.use_last')]
  return (
    <>
      <Card title={t('admin.use_pages')} note={t('admin.use_note')}>
        <SimpleTable
          label={t('admin.use_pages')}
          none={t('admin.use_none')}
          headings={[t('admin.use_page'), t('admin.use_readers'), ...reads]}
          rows={use.pages.map((row) => ({
            key: row.page,
            cells: [row.page, format.count(row.people), format.count(row.reads), row.last_day],
          }))}
        />
      </Card>
      <Card title={t('admin.use_people')} note={t('admin.use_note')}>
        <SimpleTable
          label={t('admin.use_people')}
          none={t('admin.use_none')}
          headings={[t('admin.user_name'), t('admin.use_pages'), ...reads]}
          rows={use.people.map((row) => ({
            key: row.user_name,
            cells: [row.user_name, format.count(row.pages), format.count(row.reads), row.last_day],
          }))}
        />
      </Card>
    </>
  )
}
