import { beginTry, takeBack, type BegunTry } from '../attempts.ts'
import { audit } from '../audit/audit.ts'
import type { AuditKind } from '../../audit-kinds.ts'
import { hashPassword, passwordMatches } from '../passwords.ts'
import type { Services } from '../services.ts'
import type { OwnSession, User } from '../sessions.ts'
import { passwordProblem, type PasswordProblem } from './password-rules.ts'
import { personNamed, setPassword } from './people.ts'
import {
  beginSecondFactor,
  codeMatches,
  confirmSecondFactor,
  endSecondFactor,
  hasSecondFactor,
  newRecoveryCodes,
  otpAddress,
} from './second-factor.ts'

export interface AccountState {
  user: User
  display_name: string
  sessions: OwnSession[]
  second_factor: boolean
}

/** Wrong passwords and codes of a person within their own session: a stolen one must not find them out. */
const MOST_TRIES = 10

/** What a person does about their own account. */
export class OwnAccount {
  readonly #services: Pick<Services, 'appDb' | 'sessions'>
  readonly #user: User
  readonly #token: string | null
  readonly #clientIp: string

  constructor(services: Pick<Services, 'appDb' | 'sessions'>, user: User, token: string | null, clientIp: string) {
    this.#services = services
    this.#user = user
    this.#token = token
    this.#clientIp = clientIp
  }

  async state(): Promise<AccountState> {
    const { appDb, sessions } = this.#services
    const name = this.#user.user_name
    const [person, list, second_factor] = await Promise.all([
      personNamed(appDb, name),
      sessions.listOf(name, this.#token),
      hasSecondFactor(appDb, name),
    ])
    return { user: this.#user, display_name: person?.display_name ?? '', sessions: list, second_factor }
  }

  /** Sets another password and ends every session, this one too. @returns why it was not set, else null */
  async changePassword(current: string, next: string): Promise<PasswordProblem | 'wrong' | null> {
    const { appDb, sessions } = this.#services
    const name = this.#user.user_name
    if (!(await this.#knowsPassword(current))) return 'wrong'
    if (current === next) return 'same'
    const person = await personNamed(appDb, name)
    const problem = passwordProblem(next, [name, person?.display_name ?? ''])
    if (problem) return problem
    await setPassword(appDb, name, { hash: await hashPassword(next), mustChange: false })
    await sessions.endAllOf(name)
    await this.#note('password_changed')
    return null
  }

  /** Counts a try before it is known to be wrong. @returns null where it may not be made */
  async #begin(): Promise<BegunTry | null> {
    const begun = await beginTry(this.#services.appDb, { key: ['own', this.#user.user_name], most: MOST_TRIES })
    return begun.waitSeconds > 0 ? null : begun
  }

  async #wasRight(begun: BegunTry, right: boolean): Promise<boolean> {
    if (right) await takeBack(this.#services.appDb, begun)
    return right
  }

  async #isCode(code: string): Promise<boolean> {
    const begun = await this.#begin()
    return begun !== null && this.#wasRight(begun, await codeMatches(this.#services.appDb, this.#user.user_name, code))
  }

  async #knowsPassword(password: string): Promise<boolean> {
    const begun = await this.#begin()
    if (!begun) return false
    const account = await this.#services.appDb
      .selectFrom('account')
      .select('password_hash')
      .where('user_name', '=', this.#user.user_name)
      .executeTakeFirst()
    return this.#wasRight(begun, await passwordMatches(password, account?.password_hash ?? null))
  }

  async endSession(id: string): Promise<void> {
    if (await this.#services.sessions.endOne(this.#user.user_name, id)) await this.#note('sessions_ended', '1')
  }

  async endAllSessions(): Promise<void> {
    await this.#services.sessions.endAllOf(this.#user.user_name)
    await this.#note('sessions_ended', 'all')
  }

  /** What an authenticator needs; null once the factor is on, and where the identity provider has it. */
  async secondFactorToShow(): Promise<{ secret: string; address: string } | null> {
    const { user_name: name, must_change_password, by_provider } = this.#user
    if (must_change_password || by_provider || (await hasSecondFactor(this.#services.appDb, name))) return null
    const secret = await beginSecondFactor(this.#services.appDb, name)
    return { secret, address: otpAddress(name, secret) }
  }

  /** @returns recovery codes; null where the code is wrong */
  async turnOnSecondFactor(code: string): Promise<string[] | null> {
    const codes = await confirmSecondFactor(this.#services.appDb, this.#user.user_name, code)
    if (codes) await this.#note('second_factor_on')
    return codes
  }

  /** @returns whether the code was right */
  async turnOffSecondFactor(code: string): Promise<boolean> {
    const name = this.#user.user_name
    if (!(await this.#isCode(code))) return false
    await endSecondFactor(this.#services.appDb, name)
    await this.#note('second_factor_off')
    return true
  }

  /** @returns new recovery codes; null where the code is wrong */
  async renewRecoveryCodes(code: string): Promise<string[] | null> {
    const name = this.#user.user_name
    if (!(await this.#isCode(code))) return null
    await this.#note('recovery_codes_made')
    return newRecoveryCodes(this.#services.appDb, name)
  }

  #note(kind: AuditKind, detail?: string): Promise<void> {
    return audit(this.#services.appDb, { kind, userName: this.#user.user_name, clientIp: this.#clientIp, detail })
  }
}
