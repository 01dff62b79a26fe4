import { Link, useSearchParams } from '@remix-run/react'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageUseRow, PersonUseRow } from '../server/people/page-use.ts'
import { SimpleTable } from './simple-table.tsx'

/** One side of who uses what: a name leads to what the other side has of it. */
function useSide(chosenBy: 'by' | 'of', leadsBy: 'by' | 'of') {
  const { t } = useI18n()
  const [search] = useSearchParams()
  const chosen = search.get(chosenBy)
  const to = (name: string) => `/admin?${new URLSearchParams({ view: 'use', [leadsBy]: name })}`
  return {
    note: chosen ? t('admin.use_of', { name: chosen }) : t('admin.use_note'),
    all: chosen && (
      <Link to="/admin?view=use" className="link">
        {t('admin.use_all')}
      </Link>
    ),
    link: (name: string) => (
      <Link key={name} to={to(name)} className="link">
        {name}
      </Link>
    ),
  }
}

/** Who uses which page: a page leads to its readers, a person to their pages. */
export function UseView({ use }: { use: { pages: PageUseRow[]; people: PersonUseRow[] } }) {
  const { t, format } = useI18n()
  const reads = [t('admin.use_reads'), t('admin.use_last')]
  const [pages, people] = [useSide('by', 'of'), useSide('of', 'by')]
  return (
    <>
      <Card title={t('admin.use_pages')} note={pages.note}>
        {pages.all}
        <SimpleTable
          label={t('admin.use_pages')}
          none={t('admin.use_none')}
          headings={[t('admin.use_page'), t('admin.use_readers'), ...reads]}
          rows={use.pages.map((row) => ({
            key: row.page,
            cells: [pages.link(row.page), format.count(row.people), format.count(row.reads), row.last_day],
          }))}
        />
      </Card>
      <Card title={t('admin.use_people')} note={people.note}>
        {people.all}
        <SimpleTable
          label={t('admin.use_people')}
          none={t('admin.use_none')}
          headings={[t('admin.user_name'), t('admin.use_pages'), ...reads]}
          rows={use.people.map((row) => ({
            key: row.user_name,
            cells: [people.link(row.user_name), format.count(row.pages), format.count(row.reads), row.last_day],
          }))}
        />
      </Card>
    </>
  )
}
