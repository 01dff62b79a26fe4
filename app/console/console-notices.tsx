import { Link } from '@remix-run/react'
import { useI18n } from '../i18n/use-i18n.ts'
import { addressOf, filtersIn, openedBy } from '../sql/address.ts'
import type { QueryTab } from './logic/tabs.ts'
import { ProblemView } from './problem-view.tsx'
import type { ConsolePage } from './console-types.ts'

/** Filters that came along from a page: what they do here, and how to be rid of them. */
function Filters({ search }: { search: URLSearchParams }) {
  const { t } = useI18n()
  const filters = Object.entries(filtersIn(search))
  if (filters.length === 0 || search.has('panel')) return null
  const opens = openedBy(search)
  return (
    <p className="rounded bg-accent-soft p-2" data-filters>
      {t('sql.filters.note')}{' '}
      <span className="break-words font-mono text-xs">
        {filters.map(([name, value]) => `$${name} = ${value}`).join(', ')}
      </span>{' '}
      <Link to={opens ? `/sql?${opens}` : '/sql'} className="link">
        {t('sql.filters.drop')}
      </Link>
    </p>
  )
}

/** What one has to know about the address that was opened, and about a form that led back here. */
export function Notices({ page, tab, search }: { page: ConsolePage; tab: QueryTab; search: URLSearchParams }) {
  const { t, code } = useI18n()
  const problem = search.get('problem')
  return (
    <>
      {page.refused && <ProblemView problem={page.refused} text={page.opened.sql} onJump={null} onTake={null} />}
      {problem && !page.refused && (
        <p role="alert" className="rounded bg-bad-soft p-2">
          {t('sql.notice.failed', { why: code('sql.problem', problem) })}
        </p>
      )}
      {page.opened.missing && <p className="rounded bg-warn-soft p-2 text-warn">{t('sql.notice.missing')}</p>}
      <Filters search={search} />
      {tab.snapshotGone && (
        <p className="rounded bg-warn-soft p-2 text-warn" data-notice="snapshot-gone">
          {t('sql.notice.snapshot_gone', { id: tab.snapshotId ?? '' })}{' '}
          <Link
            to={addressOf({ sql: tab.sql, parameters: tab.parameters, snapshotId: null }) ?? '/sql'}
            className="link"
          >
            {t('sql.notice.use_current')}
          </Link>
        </p>
      )}
      {!tab.snapshotGone && tab.snapshotId !== null && tab.snapshotId !== page.snapshotId && (
        <p className="rounded bg-accent-soft p-2">{t('sql.notice.older_snapshot', { id: tab.snapshotId })}</p>
      )}
    </>
  )
}
