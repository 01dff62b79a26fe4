import { createHash, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Role } from '../access.ts'
import type { AppDatabase } from './app-db/schema.ts'

export interface User {
  user_name: string
  role: Role
}

interface Limits {
  sessionIdleMinutes: number
  sessionMaxHours: number
}

const MINUTE = 60_000
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

/** Sessions are rows, so that any of them can be ended from the server; the cookie holds only a random token. */
export class Sessions {
  readonly #db: Kysely<AppDatabase>
  readonly #limits: Limits

  constructor(db: Kysely<AppDatabase>, limits: Limits) {
    this.#db = db
    this.#limits = limits
  }

  /** Starts a session and ends the one that the browser held before, so that no token survives a sign-in. */
  async start(userName: string, previousToken: string | null, now = new Date()): Promise<string> {
    const token = randomBytes(32).toString('base64url')
    if (previousToken) await this.end(previousToken, now)
    await this.#forgetOld(now)
    const at = now.toISOString()
    const expires = new Date(now.getTime() + this.#limits.sessionMaxHours * 60 * MINUTE).toISOString()
    await this.#db
      .insertInto('session')
      .values({
        token_hash: hashOf(token),
        user_name: userName,
        created_at: at,
        last_seen_at: at,
        expires_at: expires,
        revoked_at: null,
      })
      .execute()
    return token
  }

  /** Who holds the token; null when it is unknown, ended, idle for too long or too old. Looking without use keeps no session alive. */
  async find(token: string, now = new Date(), isUse = true): Promise<User | null> {
    const idleSince = new Date(now.getTime() - this.#limits.sessionIdleMinutes * MINUTE).toISOString()
    const row = await this.#db
      .selectFrom('session as s')
      .innerJoin('account as a', 'a.user_name', 's.user_name')
      .select(['a.user_name', 'a.role', 's.last_seen_at'])
      .where('s.token_hash', '=', hashOf(token))
      .where('s.revoked_at', 'is', null)
      .where('s.expires_at', '>', now.toISOString())
      .where('s.last_seen_at', '>', idleSince)
      .where('a.disabled', '=', 0)
      .executeTakeFirst()
    if (!row) return null
    if (isUse) await this.#seen(token, row.last_seen_at, now)
    return { user_name: row.user_name, role: row.role }
  }

  async end(token: string, now = new Date()): Promise<void> {
    await this.#db
      .updateTable('session')
      .set({ revoked_at: now.toISOString() })
      .where('token_hash', '=', hashOf(token))
      .where('revoked_at', 'is', null)
      .execute()
  }

  async endAllOf(userName: string, now = new Date()): Promise<void> {
    await this.#db
      .updateTable('session')
      .set({ revoked_at: now.toISOString() })
      .where('user_name', '=', userName)
      .where('revoked_at', 'is', null)
      .execute()
  }

  /** Once a minute is enough to know who is idle; a write for each request is not needed. */
  async #seen(token: string, lastSeenAt: string, now: Date) {
    if (now.getTime() - Date.parse(lastSeenAt) < MINUTE) return
    await this.#db
      .updateTable('session')
      .set({ last_seen_at: now.toISOString() })
      .where('token_hash', '=', hashOf(token))
      .execute()
  }

  async #forgetOld(now: Date) {
    await this.#db.deleteFrom('session').where('expires_at', '<', now.toISOString()).execute()
  }
}
