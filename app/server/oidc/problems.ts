import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import type { ProviderProblem } from '../../sign-in/provider-problems.ts'
import { AppError, ConfigError } from '../errors.ts'

/** Why somebody was not signed in by the provider, for who chooses the words. */
export class ProviderError extends AppError {
  readonly code = 'app/provider'
  readonly problem: ProviderProblem
  /** For the trail and the log: a code of the protocol, never a text of the provider's. */
  readonly reason: string

  constructor(problem: ProviderProblem, reason: string, options?: ErrorOptions) {
    super(`Nobody was signed in by the provider: ${problem} (${reason}). See docs/sign-in.md.`, options)
    this.problem = problem
    this.reason = reason
  }
}

const DENIALS = ['access_denied', 'login_required', 'interaction_required', 'consent_required']
const AWAY = ['server_error', 'temporarily_unavailable']

/** A code as protocols have them: what a provider sends may be anything. */
const codeOf = (text: string | undefined) => (text && /^[\w.-]{1,60}$/.test(text) ? text : 'unknown')

const wasServerFault = (cause: unknown) => cause instanceof Response && cause.status >= 500

function classified(cause: unknown): [ProviderProblem, string] {
  if (cause instanceof AuthorizationResponseError) {
    const error = codeOf(cause.error)
    return [DENIALS.includes(error) ? 'denied' : AWAY.includes(error) ? 'down' : 'settings', error]
  }
  if (cause instanceof ResponseBodyError) {
    const error = codeOf(cause.error)
    // A code that the provider does not take: it was used, or too old.
    return [error === 'invalid_grant' ? 'stale' : cause.status >= 500 ? 'down' : 'settings', error]
  }
  if (cause instanceof WWWAuthenticateChallengeError) return ['settings', `status_${cause.status}`]
  if (cause instanceof ConfigError) return ['settings', 'mapping']
  if (cause instanceof ClientError) {
    const code = codeOf(cause.code)
    if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT' || wasServerFault(cause.cause)) return ['down', code]
    const isOdd = code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || code === 'OAUTH_RESPONSE_IS_NOT_JSON'
    return [isOdd ? 'settings' : 'forged', code]
  }
  // What fetch throws where nobody answers.
  if (cause instanceof TypeError) return ['down', codeOf((cause.cause as { code?: string } | undefined)?.code)]
  return ['failed', 'unknown']
}

/** What the library, the network or we ourselves throw while somebody signs in, as one of the problems that there are words for. */
export function asProviderError(cause: unknown): ProviderError {
  if (cause instanceof ProviderError) return cause
  // What we ourselves throw where the library asks comes back inside of its own.
  if (cause instanceof ClientError && cause.cause instanceof ProviderError) return cause.cause
  return new ProviderError(...classified(cause), { cause })
}
