import { Form, Link, useSearchParams } from '@remix-run/react'
import type { MessageKey } from '../i18n/en.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { withFilters } from '../sql/address.ts'
import { FindForm } from './saved-panel.tsx'
import type { ConsolePage, HistoryEntry } from './console-types.ts'

function Entry({ entry }: { entry: HistoryEntry }) {
  const { t, format, code } = useI18n()
  const [search] = useSearchParams()
  const parameters = Object.entries(entry.parameters).filter(([, value]) => value !== '')
  const outcome = entry.outcome === 'ok' ? t('sql.history.ok') : code('sql.problem', entry.outcome)
  return (
    <li className="border-b border-line py-1 text-xs">
      <Link
        to={withFilters(`ran=${entry.id}`, search)}
        className="block truncate font-mono text-accent hover:underline"
        title={entry.sql.slice(0, 1000)}
      >
        {entry.sql.replace(/\s+/g, ' ').slice(0, 200) || '–'}
      </Link>
      {parameters.length > 0 && (
        <p className="truncate font-mono">{parameters.map(([name, value]) => `$${name} = ${value}`).join(', ')}</p>
      )}
      <p className="text-muted">
        {format.instant(entry.started_at)} · {t(`sql.history.${entry.kind}` satisfies MessageKey)} ·{' '}
        <span className={entry.outcome === 'ok' ? '' : 'text-bad'}>{outcome}</span>
        {entry.rows !== null &&
          ` · ${t(entry.truncated ? 'sql.result.first' : 'sql.result.all', { n: format.count(entry.rows) })}`}{' '}
        · {t('sql.result.elapsed', { ms: format.count(entry.elapsed_ms) })}
      </p>
    </li>
  )
}

/** One's own runs. Nobody else sees them. */
export function HistoryPanel({ page }: { page: ConsolePage }) {
  const { t } = useI18n()
  return (
    <div>
      <FindForm search={page.search} />
      <p className="text-xs text-muted">{t('sql.history.kept')}</p>
      {page.history.length === 0 && <p className="py-1 text-muted">{t('sql.history.none')}</p>}
      <ul className="max-h-[50vh] overflow-y-auto" tabIndex={0} aria-label={t('sql.history.title')}>
        {page.history.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
      {page.history.length > 0 && (
        <Form method="post" action="/sql/saved" className="mt-2">
          <button className="button" name="intent" value="clear_history">
            {t('sql.history.clear')}
          </button>
        </Form>
      )}
    </div>
  )
}
