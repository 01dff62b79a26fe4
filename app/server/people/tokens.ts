import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { AppDatabase } from '../app-db/schema.ts'
import type { User } from '../sessions.ts'
import { keyHash, newKey } from './keys.ts'
import { rightsFrom } from './people.ts'

export const MOST_TOKEN_DAYS = 366
/** By which people, and those who look for lost keys, know one of ours. */
export const TOKEN_PREFIX = 'isocenter_'

export interface TokenRow {
  token_id: string
  user_name: string
  name: string
  centers: string[] | null
  created_at: string
  expires_at: string
  last_used_at: string | null
  revoked_at: string | null
}

export interface NewToken {
  userName: string
  name: string
  /** Narrows the scope of its person; null leaves it. */
  centers: string[] | null
  days: number
  createdBy: string
}

/** @returns the token in clear: shown once, never kept */
export async function createToken(db: Kysely<AppDatabase>, token: NewToken, now = new Date()): Promise<string> {
  const key = `${TOKEN_PREFIX}${newKey()}`
  const days = Math.min(Math.max(1, Math.round(token.days)), MOST_TOKEN_DAYS)
  await db
    .insertInto('api_token')
    .values({
      token_id: randomUUID(),
      token_hash: keyHash(key),
      user_name: token.userName,
      name: token.name.slice(0, 100),
      centers: token.centers && JSON.stringify(token.centers),
      created_by: token.createdBy,
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + days * 86_400_000).toISOString(),
      last_used_at: null,
      revoked_at: null,
    })
    .execute()
  return key
}

const centersFrom = (centers: string | null) => (centers === null ? null : (JSON.parse(centers) as string[]))

/** Of everybody, the newest first. */
export async function tokenList(db: Kysely<AppDatabase>): Promise<TokenRow[]> {
  const rows = await db.selectFrom('api_token').selectAll().orderBy('created_at', 'desc').execute()
  return rows.map(({ token_hash: _, created_by: __, centers, ...row }) => ({ ...row, centers: centersFrom(centers) }))
}

export async function revokeToken(db: Kysely<AppDatabase>, id: string, now = new Date()): Promise<string | null> {
  const revoked = await db
    .updateTable('api_token')
    .set({ revoked_at: now.toISOString() })
    .where('token_id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('user_name')
    .executeTakeFirst()
  return revoked?.user_name ?? null
}

/** Who reads by a token, with their rights of now, and the centers that it is narrowed to; null where it opens nothing. */
export async function tokenUser(
  db: Kysely<AppDatabase>,
  key: string,
  now = new Date(),
): Promise<{ user: User; centers: string[] | null } | null> {
  const row = await db
    .selectFrom('api_token as t')
    .innerJoin('account as a', 'a.user_name', 't.user_name')
    .select(['t.token_id', 't.centers', 't.last_used_at', 'a.user_name', 'a.must_change_password'])
    .leftJoin('external_identity as i', 'i.user_name', 'a.user_name')
    .select(['a.roles', 'a.scope_kind', 'a.scope_values', 'i.subject'])
    .where('t.token_hash', '=', keyHash(key))
    .where('t.revoked_at', 'is', null)
    .where('t.expires_at', '>', now.toISOString())
    .where('a.disabled', '=', 0)
    .executeTakeFirst()
  if (!row) return null
  // Once a minute is enough to know which are in use.
  if (!row.last_used_at || now.getTime() - Date.parse(row.last_used_at) > 60_000)
    await db
      .updateTable('api_token')
      .set({ last_used_at: now.toISOString() })
      .where('token_id', '=', row.token_id)
      .execute()
  const by_provider = row.subject !== null
  const must_change_password = row.must_change_password === 1 && !by_provider
  const user = { user_name: row.user_name, must_change_password, by_provider, ...rightsFrom(row) }
  return { user, centers: centersFrom(row.centers) }
}
