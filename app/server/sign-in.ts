import type { Kysely } from 'kysely'
import type { AppDatabase } from './app-db/schema.ts'
import { Attempts } from './attempts.ts'
import { audit } from './audit.ts'
import { passwordMatches } from './passwords.ts'
import type { Sessions, User } from './sessions.ts'

export type SignInResult =
  | { outcome: 'signed_in'; user: User; token: string }
  | { outcome: 'wrong' }
  | { outcome: 'too_many'; waitSeconds: number }

export interface SignInRequest {
  userName: string
  password: string
  clientIp: string
  previousToken: string | null
}

// Longer input is no password of ours; hashing a megabyte would be work for nothing.
const MOST_CHARACTERS = 200

/** Checks a name and password, limited by name and by address, and leaves a trail of every try. */
export class SignIn {
  readonly #db: Kysely<AppDatabase>
  readonly #sessions: Sessions
  readonly #byName: Attempts
  readonly #byAddress: Attempts

  constructor(db: Kysely<AppDatabase>, sessions: Sessions, attempts: number) {
    this.#db = db
    this.#sessions = sessions
    this.#byName = new Attempts(attempts)
    this.#byAddress = new Attempts(attempts * 10)
  }

  async try({ userName, password, clientIp, previousToken }: SignInRequest): Promise<SignInResult> {
    const name = userName.trim().toLowerCase().slice(0, MOST_CHARACTERS)
    const waitSeconds = Math.max(this.#byName.waitSeconds(name), this.#byAddress.waitSeconds(clientIp))
    if (waitSeconds > 0) {
      await audit(this.#db, { kind: 'sign_in_refused', userName: name, clientIp })
      return { outcome: 'too_many', waitSeconds }
    }
    // Counted before the hash is computed: tries that run at once must not slip past the limit together.
    this.#byName.failed(name)
    this.#byAddress.failed(clientIp)
    const user = await this.#check(name, password.slice(0, MOST_CHARACTERS))
    if (!user) {
      await audit(this.#db, { kind: 'sign_in_failed', userName: name, clientIp })
      return { outcome: 'wrong' }
    }
    this.#byName.succeeded(name)
    this.#byAddress.takeBack(clientIp)
    const token = await this.#sessions.start(user.user_name, previousToken)
    await audit(this.#db, { kind: 'sign_in', userName: user.user_name, clientIp })
    return { outcome: 'signed_in', user, token }
  }

  async #check(name: string, password: string): Promise<User | null> {
    const account = await this.#db
      .selectFrom('account')
      .select(['user_name', 'role', 'password_hash'])
      .where('user_name', '=', name)
      .where('disabled', '=', 0)
      .executeTakeFirst()
    const matches = await passwordMatches(password, account?.password_hash ?? null)
    return account && matches ? { user_name: account.user_name, role: account.role } : null
  }
}
