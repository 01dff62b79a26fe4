import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { formOf } from '../form.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { pageMeta } from '../page-meta.ts'
import { LEAST_CHARACTERS } from './password-length.ts'
import { Alert, Field, SignInFrame } from './frame.tsx'

export const meta = pageMeta('password.title')

/** The token stays out of the path, which logs keep: it is in the query, and leaves the page only in the form. */
export function loader({ request }: LoaderFunctionArgs) {
  return { token: new URL(request.url).searchParams.get('token') ?? '' }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await formOf(request)
  const text = (name: string) => String(form.get(name) ?? '')
  if (text('next') !== text('again')) return data({ problem: 'again' as const }, { status: 400 })
  const problem = await context.desk.resetByLink(text('token'), text('next'))
  if (problem) return data({ problem }, { status: 400 })
  return redirect('/login?set', 303)
}

export default function Password() {
  const { token } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { t } = useI18n()
  return (
    <SignInFrame>
      <h1>{t('password.title')}</h1>
      <p className="mt-1 text-muted">{t('password.note')}</p>
      {answer && <Alert>{t(`account.problem.${answer.problem}`, { n: LEAST_CHARACTERS })}</Alert>}
      <Form method="post" action="/password" className="mt-4 space-y-3">
        <input type="hidden" name="token" value={token} />
        <Field label={t('account.next')} name="next" type="password" autoComplete="new-password" isFirst />
        <Field label={t('account.again')} name="again" type="password" autoComplete="new-password" />
        <p className="text-xs text-muted">{t('account.rule', { n: LEAST_CHARACTERS })}</p>
        <button className="button button-primary w-full">{t('password.set')}</button>
      </Form>
    </SignInFrame>
  )
}
