import { Link } from '@remix-run/react'
import { useI18n } from '../i18n/use-i18n.ts'
import { addressOf } from '../sql/address.ts'
import { ProblemView } from './problem-view.tsx'
import type { ConsolePage } from './console-types.ts'

/** What one has to know about the address that was opened, and about a form that led back here. */
export function Notices({ page, problem }: { page: ConsolePage; problem: string | null }) {
  const { t, code } = useI18n()
  const { opened } = page
  return (
    <>
      {page.refused && <ProblemView problem={page.refused} text={opened.sql} onJump={null} onTake={null} />}
      {problem && !page.refused && (
        <p role="alert" className="rounded bg-bad-soft p-2">
          {t('sql.notice.failed', { why: code('sql.problem', problem) })}
        </p>
      )}
      {opened.missing && <p className="rounded bg-warn-soft p-2 text-warn">{t('sql.notice.missing')}</p>}
      {opened.snapshotGone && (
        <p className="rounded bg-warn-soft p-2 text-warn" data-notice="snapshot-gone">
          {t('sql.notice.snapshot_gone', { id: opened.snapshotId ?? '' })}{' '}
          <Link
            to={addressOf({ sql: opened.sql, parameters: opened.parameters, snapshotId: null }) ?? '/sql'}
            className="link"
          >
            {t('sql.notice.use_current')}
          </Link>
        </p>
      )}
      {!opened.snapshotGone && opened.snapshotId !== null && opened.snapshotId !== page.snapshotId && (
        <p className="rounded bg-accent-soft p-2">{t('sql.notice.older_snapshot', { id: opened.snapshotId })}</p>
      )}
    </>
  )
}
