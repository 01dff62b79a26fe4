import { data } from '@remix-run/node'
import { useI18n } from '../i18n/use-i18n.ts'
import { Alert, SignInFrame } from './frame.tsx'
import { PROVIDER_PROBLEMS, type ProviderProblem } from './provider-problems.ts'

/** Seconds after which a provider that was away may be asked again. */
const ASK_AGAIN = '30'

/** The answer to whom the provider did not sign in. */
export function problemAnswer(problem: ProviderProblem) {
  const status = PROVIDER_PROBLEMS[problem]
  return data({ problem }, { status, headers: status === 503 ? { 'Retry-After': ASK_AGAIN } : {} })
}

/** Why nobody was signed in, and the way back. */
export function ProviderProblemView({ problem }: { problem: ProviderProblem }) {
  const { t } = useI18n()
  return (
    <SignInFrame>
      <h1>{t('provider.title')}</h1>
      <Alert>{t(`provider.problem.${problem}`)}</Alert>
      <p className="mt-4">
        {/* Not by script: what stands in this address is over. */}
        <a href="/login" className="button button-primary w-full">
          {t('provider.back')}
        </a>
      </p>
    </SignInFrame>
  )
}
