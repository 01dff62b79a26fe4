import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { LanguageSwitch } from '../components/preference-switches.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { safeNext } from '../safe-next.ts'

export const meta: MetaFunction = () => [{ title: 'Isocenter' }]

export async function loader({ context, request }: LoaderFunctionArgs) {
  const next = safeNext(new URL(request.url).searchParams.get('next'))
  if (await context.desk.user()) throw redirect(next)
  return { next }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData()
  const result = await context.desk.signIn(String(form.get('username') ?? ''), String(form.get('password') ?? ''))
  if (result.outcome === 'wrong') return data({ problem: 'wrong' as const, minutes: 0 }, { status: 401 })
  if (result.outcome === 'too_many') {
    const headers = { 'Retry-After': String(result.waitSeconds) }
    return data({ problem: 'too_many' as const, minutes: Math.ceil(result.waitSeconds / 60) }, { status: 429, headers })
  }
  const next = safeNext(form.get('next') ?? new URL(request.url).searchParams.get('next'))
  return redirect(next, { status: 303, headers: { 'Set-Cookie': result.cookie ?? '' } })
}

export default function Login() {
  const { next } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { t } = useI18n()
  const busy = useNavigation().state !== 'idle'
  return (
    <div className="flex min-h-screen flex-col">
      <div className="flex justify-end p-4">
        <LanguageSwitch />
      </div>
      <main className="mx-auto w-full max-w-sm grow px-4 pt-[10vh]">
        <div className="rounded-md border border-line bg-surface p-6">
          <h1 className="flex items-center gap-2">
            <img src="/favicon.svg" alt="" width={26} height={26} /> Isocenter
          </h1>
          <p className="mt-1 text-muted">{t('login.about')}</p>
          {answer && (
            <p role="alert" className="mt-3 rounded bg-bad-soft px-3 py-2 text-bad">
              {answer.problem === 'wrong' ? t('login.wrong') : t('login.too_many', { minutes: answer.minutes })}
            </p>
          )}
          <Form method="post" action={`/login?${new URLSearchParams({ next })}`} className="mt-4 space-y-3">
            <input type="hidden" name="next" value={next} />
            <label className="block">
              {t('login.user_name')}
              <input
                name="username"
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                required
                autoFocus
                className="field mt-1 block w-full"
              />
            </label>
            <label className="block">
              {t('login.password')}
              <input
                name="password"
                type="password"
                autoComplete="current-password"
                required
                className="field mt-1 block w-full"
              />
            </label>
            <button className="button button-primary w-full" disabled={busy}>
              {t('login.submit')}
            </button>
          </Form>
          <p className="mt-4 text-xs text-muted">{t('login.help')}</p>
        </div>
      </main>
    </div>
  )
}
