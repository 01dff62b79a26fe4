import { createHash, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Person } from '../access.ts'
import type { AppDatabase } from './app-db/schema.ts'
import { rightsFrom } from './people/people.ts'

/** Who asks. */
export interface User extends Person {
  user_name: string
  /** Nothing is shown before another password is set. */
  must_change_password: boolean
  /** Whether they came by the identity provider, which asks for passwords and second factors itself. */
  by_provider: boolean
}

/** Where a session was begun, for its owner to know it by. */
export interface SessionPlace {
  clientIp: string | null
  userAgent: string | null
  /** Of a session that the identity provider began. */
  idToken?: string
}

export interface OwnSession {
  /** Names the session without opening it. */
  id: string
  created_at: string
  last_seen_at: string
  client_ip: string | null
  user_agent: string | null
  is_this: boolean
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
  async start(
    userName: string,
    previousToken: string | null,
    now = new Date(),
    { clientIp, userAgent, idToken }: SessionPlace = { clientIp: null, userAgent: null },
  ): Promise<string> {
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
        client_ip: clientIp,
        user_agent: userAgent?.slice(0, 200) ?? null,
        by_provider: idToken === undefined ? 0 : 1,
        id_token: idToken ?? null,
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
      .select(['a.user_name', 'a.roles', 'a.scope_kind', 'a.scope_values', 'a.must_change_password'])
      .select(['s.last_seen_at', 's.by_provider'])
      .where('s.token_hash', '=', hashOf(token))
      .where('s.revoked_at', 'is', null)
      .where('s.expires_at', '>', now.toISOString())
      .where('s.last_seen_at', '>', idleSince)
      .where('a.disabled', '=', 0)
      .executeTakeFirst()
    if (!row) return null
    if (isUse) await this.#seen(token, row.last_seen_at, now)
    const by_provider = row.by_provider === 1
    // Whoever did not come by a password has none to change.
    const must_change_password = row.must_change_password === 1 && !by_provider
    return { user_name: row.user_name, must_change_password, by_provider, ...rightsFrom(row) }
  }

  /** By which the provider that began a session knows whose it is; null where none did, or the session is over. */
  async idTokenOf(token: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('session')
      .select('id_token')
      .where('token_hash', '=', hashOf(token))
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    return row?.id_token ?? null
  }

  async end(token: string, now = new Date()): Promise<void> {
    await this.#db
      .updateTable('session')
      .set({ revoked_at: now.toISOString(), id_token: null })
      .where('token_hash', '=', hashOf(token))
      .where('revoked_at', 'is', null)
      .execute()
  }

  async endAllOf(userName: string, now = new Date()): Promise<void> {
    await this.#db
      .updateTable('session')
      .set({ revoked_at: now.toISOString(), id_token: null })
      .where('user_name', '=', userName)
      .where('revoked_at', 'is', null)
      .execute()
  }

  /** The sessions of a person that can still be used, the newest first. */
  async listOf(userName: string, thisToken: string | null, now = new Date()): Promise<OwnSession[]> {
    const idleSince = new Date(now.getTime() - this.#limits.sessionIdleMinutes * MINUTE).toISOString()
    const rows = await this.#db
      .selectFrom('session')
      .select(['token_hash', 'created_at', 'last_seen_at', 'client_ip', 'user_agent'])
      .where('user_name', '=', userName)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now.toISOString())
      .where('last_seen_at', '>', idleSince)
      .orderBy('last_seen_at', 'desc')
      .execute()
    const mine = thisToken && hashOf(thisToken)
    return rows.map(({ token_hash, ...row }) => ({ id: token_hash, ...row, is_this: token_hash === mine }))
  }

  /** Ends one of a person's own sessions; another's is left alone. @returns whether there was one */
  async endOne(userName: string, id: string, now = new Date()): Promise<boolean> {
    const ended = await this.#db
      .updateTable('session')
      .set({ revoked_at: now.toISOString(), id_token: null })
      .where('token_hash', '=', id)
      .where('user_name', '=', userName)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    return Number(ended.numUpdatedRows) > 0
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
