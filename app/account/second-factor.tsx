import { Form } from '@remix-run/react'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { Field } from '../sign-in/frame.tsx'

/** Squares of white that a reader needs around the code. */
const QUIET = 4

function Picture({ squares }: { squares: boolean[][] }) {
  const { t } = useI18n()
  const size = squares.length + 2 * QUIET
  const path = squares
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')))
    .join('')
  return (
    <svg viewBox={`0 0 ${size} ${size}`} width={200} height={200} role="img" aria-label={t('account.factor_picture')}>
      {/* Readers want dark on light, whatever the theme is. */}
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}

function CodeForm({ buttons }: { buttons: { intent: string; label: string; isPrimary?: boolean }[] }) {
  const { t } = useI18n()
  return (
    <Form method="post" action="/account" className="max-w-sm space-y-3">
      <Field label={t('account.factor_code')} name="code" autoComplete="one-time-code" />
      <div className="flex flex-wrap gap-2">
        {buttons.map(({ intent, label, isPrimary }) => (
          <button key={intent} name="intent" value={intent} className={`button ${isPrimary ? 'button-primary' : ''}`}>
            {label}
          </button>
        ))}
      </div>
    </Form>
  )
}

interface Props {
  /** Null once it is on. */
  factor: { secret: string; squares: boolean[][] } | null
  /** Recovery codes that were just made. */
  codes: string[] | null
}

export function SecondFactor({ factor, codes }: Props) {
  const { t } = useI18n()
  return (
    <Card title={t('account.factor')} note={t(factor ? 'account.factor_off' : 'account.factor_on')}>
      {codes && (
        <div role="status" className="mb-3 rounded border border-line p-3">
          <p>{t('account.recovery')}</p>
          <ul className="mt-2 grid gap-x-6 font-mono sm:grid-cols-2">
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
        </div>
      )}
      {factor ? (
        <div className="flex flex-wrap gap-6">
          <Picture squares={factor.squares} />
          <div className="space-y-3">
            <p className="break-all font-mono text-xs">{t('account.factor_secret', { secret: factor.secret })}</p>
            <CodeForm buttons={[{ intent: 'factor_on', label: t('account.factor_begin'), isPrimary: true }]} />
          </div>
        </div>
      ) : (
        <CodeForm
          buttons={[
            { intent: 'recovery_codes', label: t('account.factor_renew') },
            { intent: 'factor_off', label: t('account.factor_end') },
          ]}
        />
      )}
    </Card>
  )
}
