import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { formOf } from '../form.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { safeNext } from '../safe-next.ts'
import { Alert, Field, SignInFrame } from './frame.tsx'

export const meta: MetaFunction = () => [{ title: 'Isocenter' }]

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url)
  const next = safeNext(searchParams.get('next'))
  const user = await context.desk.user()
  if (user) throw redirect(next === '/' ? await context.desk.home(user) : next)
  const provider = (await context.desk.providerDoor()?.button()) ?? null
  return { next, provider, isDemo: await context.desk.isDemo(), isSet: searchParams.has('set') }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await formOf(request)
  const text = (name: string) => String(form.get(name) ?? '')
  const result = await context.desk.signIn(text('username'), text('password'), text('code'))
  if (result.outcome === 'wrong') return data({ problem: 'wrong' as const, minutes: 0 }, { status: 401 })
  if (result.outcome === 'by_provider') return data({ problem: 'by_provider' as const, minutes: 0 }, { status: 403 })
  if (result.outcome === 'code') {
    const problem = result.wasGiven ? ('code_wrong' as const) : ('code_wanted' as const)
    return data({ problem, minutes: 0 }, { status: 401 })
  }
  if (result.outcome === 'too_many') {
    const headers = { 'Retry-After': String(result.waitSeconds) }
    return data({ problem: 'too_many' as const, minutes: Math.ceil(result.waitSeconds / 60) }, { status: 429, headers })
  }
  const next = safeNext(form.get('next') ?? new URL(request.url).searchParams.get('next'))
  const begin = next === '/' || result.user.must_change_password ? await context.desk.home(result.user) : next
  return redirect(begin, { status: 303, headers: { 'Set-Cookie': result.cookie ?? '' } })
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>
type Answer = ReturnType<typeof useActionData<typeof action>>

/** To the identity provider: an address of the host that it sends people back to. */
function ProviderLink({ provider, next }: { provider: NonNullable<Loaded['provider']>; next: string }) {
  const { t } = useI18n()
  const { address, name } = provider
  return (
    <a
      href={`${address}?${new URLSearchParams({ next })}`}
      className="button button-primary mt-4 h-auto min-h-8 w-full whitespace-normal py-1 text-center"
    >
      {name === null ? t('login.provider') : t('login.provider_named', { name })}
    </a>
  )
}

function PasswordForm({ next, answer, isFirst }: { next: string; answer: Answer; isFirst: boolean }) {
  const { t } = useI18n()
  const busy = useNavigation().state !== 'idle'
  const asksCode = answer?.problem === 'code_wanted' || answer?.problem === 'code_wrong'
  return (
    <Form method="post" action={`/login?${new URLSearchParams({ next })}`} className="mt-4 space-y-3">
      <input type="hidden" name="next" value={next} />
      <Field label={t('login.user_name')} name="username" autoComplete="username" isFirst={isFirst} />
      <Field label={t('login.password')} name="password" type="password" autoComplete="current-password" />
      {asksCode && <Field label={t('login.code')} name="code" autoComplete="one-time-code" />}
      <button className={`button w-full ${isFirst ? 'button-primary' : ''}`} disabled={busy}>
        {t('login.submit')}
      </button>
    </Form>
  )
}

export default function Login() {
  const { next, provider, isDemo, isSet } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { t } = useI18n()
  return (
    <SignInFrame>
      <h1 className="flex items-center gap-2">
        <img src="/favicon.svg" alt="" width={26} height={26} /> Isocenter
      </h1>
      <p className="mt-1 text-muted">{t('login.about')}</p>
      {isSet && !answer && <p className="mt-3">{t('password.done')}</p>}
      {answer && <Alert>{t(`login.${answer.problem}`, { minutes: answer.minutes })}</Alert>}
      {provider ? (
        <>
          <ProviderLink provider={provider} next={next} />
          <details className="mt-4" open={answer !== undefined || isSet}>
            <summary>{t(provider.passwords === 'all' ? 'login.by_password' : 'login.by_password_some')}</summary>
            <PasswordForm next={next} answer={answer} isFirst={false} />
          </details>
        </>
      ) : (
        <PasswordForm next={next} answer={answer} isFirst />
      )}
      {isDemo && <p className="mt-4 text-xs text-muted">{t('login.demo')}</p>}
      <p className="mt-4 text-xs text-muted">{t('login.help')}</p>
    </SignInFrame>
  )
}
