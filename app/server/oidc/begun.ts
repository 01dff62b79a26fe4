import type { Kysely } from 'kysely'
import type { AppDatabase } from '../app-db/schema.ts'
import { keyHash } from '../people/keys.ts'
import type { Checks } from './provider.ts'

/** Minutes that somebody may take at the provider. */
export const BEGUN_MINUTES = 10
/** So many wait for one address; whoever begins more pushes out their own. */
const MOST_OF_AN_ADDRESS = 200

export interface Begun {
  checks: Checks
  /** Token of the browser's cookie. */
  browser: string
  next: string
  clientIp: string
}

async function makeRoom(db: Kysely<AppDatabase>, clientIp: string, now: Date) {
  await db.deleteFrom('provider_sign_in').where('expires_at', '<=', now.toISOString()).execute()
  const rows = await db
    .selectFrom('provider_sign_in')
    .select('state_hash')
    .where('client_ip', '=', clientIp)
    .orderBy('created_at', 'desc')
    .execute()
  const over = rows.slice(MOST_OF_AN_ADDRESS - 1).map((row) => row.state_hash)
  if (over.length > 0) await db.deleteFrom('provider_sign_in').where('state_hash', 'in', over).execute()
}

/** Keeps what has to match when somebody comes back. */
export async function keepBegun(
  db: Kysely<AppDatabase>,
  { checks, browser, next, clientIp }: Begun,
  now = new Date(),
): Promise<void> {
  await makeRoom(db, clientIp, now)
  await db
    .insertInto('provider_sign_in')
    .values({
      state_hash: keyHash(checks.state),
      browser_hash: keyHash(browser),
      nonce: checks.nonce,
      code_verifier: checks.codeVerifier,
      next,
      client_ip: clientIp,
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + BEGUN_MINUTES * 60_000).toISOString(),
    })
    .execute()
}

/** What was begun under a state by this browser, taken out: it is there once. Null where there is none. */
export async function takeBegun(
  db: Kysely<AppDatabase>,
  state: string,
  browser: string,
  now = new Date(),
): Promise<{ checks: Checks; next: string } | null> {
  const row = await db
    .deleteFrom('provider_sign_in')
    .where('state_hash', '=', keyHash(state))
    .where('browser_hash', '=', keyHash(browser))
    .where('expires_at', '>', now.toISOString())
    .returning(['nonce', 'code_verifier', 'next'])
    .executeTakeFirst()
  return row ? { checks: { state, nonce: row.nonce, codeVerifier: row.code_verifier }, next: row.next } : null
}
