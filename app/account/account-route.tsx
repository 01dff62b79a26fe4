import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { Card } from '../components/ui/card.tsx'
import { LanguageSwitch } from '../components/preference-switches.tsx'
import { formOf } from '../form.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { asResponse } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { LEAST_CHARACTERS } from '../sign-in/password-length.ts'
import { Alert } from '../sign-in/frame.tsx'
import { PasswordForm } from './password-form.tsx'
import { qrSquares } from './qr.server.ts'
import { SecondFactor } from './second-factor.tsx'
import { SessionList } from './session-list.tsx'

export const meta = pageMeta('account.title')
export { PageError as ErrorBoundary } from '../components/page-error.tsx'

export async function loader({ context, request }: LoaderFunctionArgs) {
  try {
    const account = await context.desk.ownAccount()
    const [state, factor] = await Promise.all([account.state(), account.secondFactorToShow()])
    const { user, sessions } = state
    return {
      user_name: user.user_name,
      must_change: user.must_change_password,
      by_provider: user.by_provider,
      sessions,
      factor: factor && { secret: factor.secret, squares: qrSquares(factor.address) },
    }
  } catch (error) {
    throw asResponse(error, request)
  }
}

type Problem = 'short' | 'long' | 'common' | 'name' | 'same' | 'wrong' | 'again' | 'code'
const refused = (problem: Problem) => data({ problem, codes: null }, { status: 400 })

export async function action({ context, request }: ActionFunctionArgs) {
  try {
    const account = await context.desk.ownAccount()
    const form = await formOf(request)
    const text = (name: string) => String(form.get(name) ?? '')
    switch (text('intent')) {
      case 'password': {
        if (text('next') !== text('again')) return refused('again')
        const problem = await account.changePassword(text('current'), text('next'))
        return problem ? refused(problem) : redirect('/login?set', 303)
      }
      case 'end_session':
        await account.endSession(text('id'))
        return redirect('/account', 303)
      case 'end_sessions':
        await account.endAllSessions()
        return redirect('/login', 303)
      case 'factor_on': {
        const codes = await account.turnOnSecondFactor(text('code'))
        return codes ? data({ problem: null, codes }) : refused('code')
      }
      case 'factor_off':
        return (await account.turnOffSecondFactor(text('code'))) ? redirect('/account', 303) : refused('code')
      case 'recovery_codes': {
        const codes = await account.renewRecoveryCodes(text('code'))
        return codes ? data({ problem: null, codes }) : refused('code')
      }
      default:
        throw new Response('Unknown intent\n', { status: 400 })
    }
  } catch (error) {
    throw asResponse(error, request)
  }
}

export default function Account() {
  const { user_name, must_change, by_provider, sessions, factor } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { t } = useI18n()
  return (
    <main className="mx-auto max-w-3xl space-y-4 px-4 py-6">
      <header className="flex flex-wrap items-start justify-between gap-2">
        <div>
          <h1>{t('account.title')}</h1>
          <p className="text-muted">{t('account.note', { name: user_name })}</p>
        </div>
        <div className="flex items-center gap-3">
          {!must_change && (
            <Link to="/" className="link">
              {t('error.home')}
            </Link>
          )}
          <LanguageSwitch />
        </div>
      </header>
      {must_change && <p className="rounded bg-warn-soft px-3 py-2">{t('account.must_change')}</p>}
      {answer?.problem && <Alert>{t(`account.problem.${answer.problem}`, { n: LEAST_CHARACTERS })}</Alert>}
      {by_provider ? <p>{t('account.by_provider')}</p> : <PasswordForm userName={user_name} />}
      {!must_change && (
        <>
          {!by_provider && <SecondFactor factor={factor} codes={answer?.codes ?? null} />}
          <Card title={t('account.sessions')}>
            <SessionList sessions={sessions} />
          </Card>
        </>
      )}
    </main>
  )
}
