import { Form } from '@remix-run/react'
import { useI18n } from '../i18n/use-i18n.ts'

interface Session {
  id: string
  created_at: string
  last_seen_at: string
  client_ip: string | null
  user_agent: string | null
  is_this: boolean
}

function Row({ session }: { session: Session }) {
  const { t, format } = useI18n()
  const { id, created_at, last_seen_at, client_ip, user_agent, is_this } = session
  return (
    <tr className="border-t border-line align-top">
      <td className="py-1 pr-3 whitespace-nowrap">{format.instant(created_at)}</td>
      <td className="py-1 pr-3 whitespace-nowrap">{format.instant(last_seen_at)}</td>
      <td className="py-1 pr-3">{client_ip ?? '–'}</td>
      <td className="max-w-64 truncate py-1 pr-3" title={user_agent ?? undefined}>
        {user_agent ?? '–'}
      </td>
      <td className="py-1">
        {is_this ? (
          t('account.session_this')
        ) : (
          <Form method="post" action="/account">
            <input type="hidden" name="id" value={id} />
            <button name="intent" value="end_session" className="link">
              {t('account.end')}
            </button>
          </Form>
        )}
      </td>
    </tr>
  )
}

/** Where somebody is signed in, and how that is ended. */
export function SessionList({ sessions }: { sessions: Session[] }) {
  const { t } = useI18n()
  const headings = ['account.session_begun', 'account.session_seen', 'account.session_from', 'account.session_browser']
  return (
    <div className="space-y-3">
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t('account.sessions')}>
        <table className="w-full text-left">
          <thead className="text-muted">
            <tr>
              {headings.map((key) => (
                <th key={key} scope="col" className="pr-3 font-normal">
                  {t(key as 'account.session_begun')}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <Row key={session.id} session={session} />
            ))}
          </tbody>
        </table>
      </div>
      <Form method="post" action="/account">
        <button name="intent" value="end_sessions" className="button">
          {t('account.end_all')}
        </button>
      </Form>
    </div>
  )
}
