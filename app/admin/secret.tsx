import { useEffect, useState } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'
import { LINK_HOURS } from './link-hours.ts'

interface Props {
  invited?: { user_name: string; token: string }[]
  token?: string
  isImport?: boolean
}

/** What is shown this once: links by which passwords are set, or a token. */
export function Secret({ invited = [], token, isImport = false }: Props) {
  const { t } = useI18n()
  // Under which name the server is reached is known to the browser; without scripts the path stands alone.
  const [origin, setOrigin] = useState('')
  useEffect(() => setOrigin(window.location.origin), [])
  if (isImport && invited.length === 0) return <p role="status">{t('admin.import_done_none')}</p>
  const name = invited[0]?.user_name ?? ''
  return (
    <div role="status" className="rounded-md border border-line bg-surface p-3">
      <p>
        {token && t('admin.token_made')}
        {!token && isImport && t('admin.import_done', { hours: LINK_HOURS })}
        {!token && !isImport && t('admin.link_made', { name, hours: LINK_HOURS })}
      </p>
      {token && <p className="mt-2 break-all font-mono">{token}</p>}
      <ul className="mt-2 space-y-1">
        {invited.map((one) => (
          <li key={one.user_name} className="break-all">
            {isImport && `${one.user_name}: `}
            <code>{`${origin}/password?token=${one.token}`}</code>
          </li>
        ))}
      </ul>
    </div>
  )
}
