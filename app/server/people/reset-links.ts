import type { Kysely } from 'kysely'
import { LINK_HOURS } from '../../admin/link-hours.ts'
import type { AppDatabase } from '../app-db/schema.ts'
import { alone } from '../app-db/turns.ts'
import { audit } from '../audit/audit.ts'
import { hashPassword } from '../passwords.ts'
import type { Services } from '../services.ts'
import { keyHash, newKey } from './keys.ts'
import { passwordProblem, type PasswordProblem } from './password-rules.ts'
import { personNamed, setPassword } from './people.ts'

/** A link by which a person sets a password, once; those made before are of no use any more. @returns its token */
export async function makeResetLink(
  db: Kysely<AppDatabase>,
  userName: string,
  createdBy: string,
  now = new Date(),
): Promise<string> {
  const token = newKey()
  const link = {
    token_hash: keyHash(token),
    user_name: userName,
    created_by: createdBy,
    created_at: now.toISOString(),
    expires_at: new Date(now.getTime() + LINK_HOURS * 3_600_000).toISOString(),
    used_at: null,
  }
  await alone(db, 'links', async (transaction) => {
    await transaction.deleteFrom('reset_link').where('user_name', '=', userName).execute()
    await transaction.insertInto('reset_link').values(link).execute()
  })
  return token
}

/** Whose link it is; null where there is none, it was used, or its time is over. */
export async function linkOwner(db: Kysely<AppDatabase>, token: string, now = new Date()): Promise<string | null> {
  const link = await db
    .selectFrom('reset_link as l')
    .innerJoin('account as a', 'a.user_name', 'l.user_name')
    .select('l.user_name')
    .where('l.token_hash', '=', keyHash(token))
    .where('l.used_at', 'is', null)
    .where('l.expires_at', '>', now.toISOString())
    .where('a.disabled', '=', 0)
    .executeTakeFirst()
  return link?.user_name ?? null
}

/** Sets a password by a link and ends all sessions. @returns why it was not set: the link, or the password; else null */
export async function resetByLink(
  { appDb, sessions }: Pick<Services, 'appDb' | 'sessions'>,
  token: string,
  password: string,
  clientIp: string,
  now = new Date(),
): Promise<PasswordProblem | 'link' | null> {
  const userName = await linkOwner(appDb, token, now)
  if (userName === null) return 'link'
  const person = await personNamed(appDb, userName)
  const problem = passwordProblem(password, [userName, person?.display_name ?? ''])
  if (problem) return problem
  const used = await appDb
    .updateTable('reset_link')
    .set({ used_at: now.toISOString() })
    .where('token_hash', '=', keyHash(token))
    .where('used_at', 'is', null)
    .executeTakeFirst()
  // Of two that use it at once, one is too late.
  if (Number(used.numUpdatedRows) !== 1) return 'link'
  await setPassword(appDb, userName, { hash: await hashPassword(password), mustChange: false }, now)
  await sessions.endAllOf(userName)
  await audit(appDb, { kind: 'password_reset', userName, clientIp, detail: { by: 'link' } })
  return null
}
