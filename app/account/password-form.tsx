import { Form } from '@remix-run/react'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { LEAST_CHARACTERS } from '../sign-in/password-length.ts'
import { Field } from '../sign-in/frame.tsx'

export function PasswordForm({ userName }: { userName: string }) {
  const { t } = useI18n()
  return (
    <Card title={t('account.password')} note={t('account.rule', { n: LEAST_CHARACTERS })}>
      <Form method="post" action="/account" className="max-w-sm space-y-3">
        <input type="hidden" name="intent" value="password" />
        {/* By which a password manager knows whose it is. */}
        <input type="hidden" autoComplete="username" value={userName} readOnly />
        <Field label={t('account.current')} name="current" type="password" autoComplete="current-password" />
        <Field label={t('account.next')} name="next" type="password" autoComplete="new-password" />
        <Field label={t('account.again')} name="again" type="password" autoComplete="new-password" />
        <button className="button button-primary">{t('account.change')}</button>
      </Form>
    </Card>
  )
}
