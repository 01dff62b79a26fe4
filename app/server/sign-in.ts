import type { Kysely } from 'kysely'
import type { AppDatabase } from './app-db/schema.ts'
import { beginTry, forgive, takeBack, type Bucket } from './attempts.ts'
import { audit } from './audit/audit.ts'
import { hashPassword, isOutdated, passwordMatches } from './passwords.ts'
import { enter } from './people/enter.ts'
import { codeMatches, hasSecondFactor } from './people/second-factor.ts'
import { rightsFrom } from './people/people.ts'
import type { Sessions, User } from './sessions.ts'

export type SignInResult =
  | { outcome: 'signed_in'; user: User; token: string }
  | { outcome: 'wrong' }
  /** The password is right; the code of the second factor is missing or wrong. */
  | { outcome: 'code'; wasGiven: boolean }
  | { outcome: 'too_many'; waitSeconds: number }
  /** The password is right, and this account signs in by the identity provider only. */
  | { outcome: 'by_provider' }

export interface SignInRequest {
  userName: string
  password: string
  /** Of the second factor, or one of the recovery codes; empty where none was given. */
  code?: string
  clientIp: string
  userAgent?: string | null
  previousToken: string | null
}

// Longer input is no name and no code of ours.
const MOST_CHARACTERS = 200

/** Wrong codes of a name before codes wait: only who knows its password reaches them. */
const MOST_CODES = 30

/** Failures of a name from anywhere, or from an address for any name, from which on answers take their time. */
const SLOW_FROM = 20
const SLOWEST_MS = 3_000

/** A name from anywhere, and an address for any name: they slow answers down and refuse nobody. */
const watchedOf = (name: string, clientIp: string): Bucket[] => [
  { key: ['name', name], most: SLOW_FROM + 10 },
  { key: ['address', clientIp], most: SLOW_FROM + 10 },
]

const codesOf = (name: string): Bucket => ({ key: ['codes', name], most: MOST_CODES })

/** Milliseconds by which the answer is held back: doubled with each failure past the first twenty, three seconds at most. */
const slownessOf = (failures: number) =>
  failures < SLOW_FROM ? 0 : Math.min(SLOWEST_MS, 100 * 2 ** (failures - SLOW_FROM))

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * Checks a name and password, and leaves a trail of every try. Only tries of one name from one address are ever refused, so
 * that nobody can lock another out; guessing from many addresses, or many names from one, is answered ever more slowly.
 */
export class SignIn {
  readonly #db: Kysely<AppDatabase>
  readonly #sessions: Sessions
  readonly #attempts: number
  readonly #mayUsePassword: (userName: string) => Promise<boolean>

  /** @param mayUsePassword whether an account signs in by a password at all, where there is another way in */
  constructor(
    db: Kysely<AppDatabase>,
    sessions: Sessions,
    attempts: number,
    mayUsePassword: (userName: string) => Promise<boolean> = () => Promise.resolve(true),
  ) {
    this.#db = db
    this.#sessions = sessions
    this.#attempts = attempts
    this.#mayUsePassword = mayUsePassword
  }

  async try(request: SignInRequest): Promise<SignInResult> {
    const { clientIp, previousToken, userAgent = null } = request
    const name = request.userName.trim().toLowerCase().slice(0, MOST_CHARACTERS)
    const pair: Bucket = { key: ['name and address', name, clientIp], most: this.#attempts }
    const begun = await beginTry(this.#db, pair, watchedOf(name, clientIp))
    if (begun.waitSeconds > 0) {
      await this.#note('sign_in_refused', name, clientIp)
      return { outcome: 'too_many', waitSeconds: begun.waitSeconds }
    }
    const slow = slownessOf(begun.failures)
    if (slow > 0) await pause(slow)
    const user = await this.#check(name, request.password)
    if (!user) {
      await this.#note('sign_in_failed', name, clientIp)
      return { outcome: 'wrong' }
    }
    if (!(await this.#mayUsePassword(name))) {
      await this.#note('sign_in_refused', name, clientIp, 'by provider only')
      return { outcome: 'by_provider' }
    }
    const code = (request.code ?? '').trim().slice(0, MOST_CHARACTERS)
    if (await hasSecondFactor(this.#db, name)) {
      // Asking for the code is part of one try; a wrong code is a failure of its own, since there are only a million.
      if (code === '') {
        await takeBack(this.#db, begun)
        return { outcome: 'code', wasGiven: false }
      }
      const { waitSeconds } = await beginTry(this.#db, codesOf(name))
      if (waitSeconds > 0) return { outcome: 'too_many', waitSeconds }
      if (!(await codeMatches(this.#db, name, code))) {
        await this.#note('sign_in_failed', name, clientIp, 'second factor')
        return { outcome: 'code', wasGiven: true }
      }
    }
    await forgive(this.#db, [pair, codesOf(name)])
    await takeBack(this.#db, begun)
    const services = { appDb: this.#db, sessions: this.#sessions }
    const token = await enter(services, user.user_name, previousToken, { clientIp, userAgent })
    return { outcome: 'signed_in', user, token }
  }

  /** What was typed as a name may be a password: it is kept only where it is the name of an account. */
  async #note(kind: 'sign_in_failed' | 'sign_in_refused', name: string, clientIp: string, detail?: string) {
    const known = await this.#db
      .selectFrom('account')
      .select('user_name')
      .where('user_name', '=', name)
      .executeTakeFirst()
    await audit(this.#db, { kind, userName: known?.user_name ?? null, clientIp, detail: detail ?? null })
  }

  async #check(name: string, password: string): Promise<User | null> {
    const account = await this.#db
      .selectFrom('account')
      .select(['user_name', 'roles', 'scope_kind', 'scope_values', 'must_change_password', 'password_hash'])
      .where('user_name', '=', name)
      .where('disabled', '=', 0)
      .executeTakeFirst()
    const matches = await passwordMatches(password, account?.password_hash ?? null)
    if (!account || !matches) return null
    // Only now is the password at hand by which a hash of weaker parameters can be made anew.
    if (isOutdated(account.password_hash)) await this.#renewHash(name, account.password_hash, password)
    const { user_name, must_change_password } = account
    return { user_name, must_change_password: must_change_password === 1, by_provider: false, ...rightsFrom(account) }
  }
  async #renewHash(name: string, before: string, password: string) {
    const password_hash = await hashPassword(password)
    await this.#db
      .updateTable('account')
      .set({ password_hash })
      .where('user_name', '=', name)
      // A password that was changed meanwhile stays.
      .where('password_hash', '=', before)
      .execute()
  }
}
