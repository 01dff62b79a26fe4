import type { Kysely } from 'kysely'
import type { Person } from '../../access.ts'
import type { AppDatabase } from '../app-db/schema.ts'
import { generatePassword, hashPassword } from '../passwords.ts'
import { addPerson, personNamed, problemOf, setRights, type KnownPerson } from '../people/people.ts'
import { ProviderError } from './problems.ts'

/** Somebody as the provider knows them. */
export interface Identity {
  issuer: string
  subject: string
}

export interface LinkedIdentity extends Identity {
  user_name: string
  linked_at: string
  last_sign_in_at: string
}

/** Whose account an identity is; null where it is nobody's yet. */
export async function personOf(db: Kysely<AppDatabase>, { issuer, subject }: Identity): Promise<KnownPerson | null> {
  const row = await db
    .selectFrom('external_identity')
    .select('user_name')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row ? personNamed(db, row.user_name) : null
}

/** Which identity an account belongs to; null where it is none's. */
export async function identityOf(db: Kysely<AppDatabase>, userName: string): Promise<LinkedIdentity | null> {
  const row = await db.selectFrom('external_identity').selectAll().where('user_name', '=', userName).executeTakeFirst()
  return row ?? null
}

/** @returns the identity that the account belonged to; null where it was none's */
export async function unlink(db: Kysely<AppDatabase>, userName: string): Promise<Identity | null> {
  const row = await db
    .deleteFrom('external_identity')
    .where('user_name', '=', userName)
    .returning(['issuer', 'subject'])
    .executeTakeFirst()
  return row ?? null
}

async function link(db: Kysely<AppDatabase>, identity: Identity, userName: string, now: Date) {
  const at = now.toISOString()
  const row = {
    issuer: identity.issuer,
    subject: identity.subject,
    user_name: userName,
    linked_at: at,
    last_sign_in_at: at,
  }
  await db.insertInto('external_identity').values(row).execute()
}

/** A name and rights by claims. */
export interface Told {
  userName: string
  displayName: string
  rights: Person
}

/**
 * An account for somebody who comes for the first time: their own new one, or the one of their name where the settings say so,
 * nobody is linked to it, and it is not kept for the day on which the provider is away.
 * @returns the account as it was, null for a new one @throws {ProviderError}
 */
export async function linkFirst(
  db: Kysely<AppDatabase>,
  identity: Identity,
  { userName, displayName, rights }: Told,
  { mayTakeOver }: { mayTakeOver: (userName: string) => boolean },
  now = new Date(),
): Promise<KnownPerson | null> {
  const person = { user_name: userName, display_name: displayName, ...rights }
  if (problemOf(person)?.[1] === 'name') throw new ProviderError('no_name', 'user_name')
  const before = await personNamed(db, userName)
  const linked = await identityOf(db, userName)
  // Links of a provider that was named before hold nobody back: nobody comes from there any more.
  if (before && (!mayTakeOver(userName) || linked?.issuer === identity.issuer))
    throw new ProviderError('taken', 'user_name')
  if (before?.disabled) throw new ProviderError('disabled', 'account')
  // A password that nobody has ever seen: there is none to sign in by.
  const password = { hash: await hashPassword(generatePassword()), mustChange: false }
  // An account that nothing is linked to would be in its own person's way.
  await db.transaction().execute(async (transaction) => {
    if (!before) await addPerson(transaction, person, password, now)
    await unlink(transaction, userName)
    await link(transaction, identity, userName, now)
  })
  return before
}

const said = ({ display_name, roles, scope }: Person & { display_name: string }) =>
  JSON.stringify([display_name, roles, scope])

/** What the claims say now counts now. @returns whether anything was otherwise before */
export async function follow(
  db: Kysely<AppDatabase>,
  before: KnownPerson,
  after: Person & { display_name: string },
): Promise<boolean> {
  if (said(before) === said(after)) return false
  await setRights(db, before.user_name, after)
  return true
}

export async function noteUse(db: Kysely<AppDatabase>, { issuer, subject }: Identity, now = new Date()): Promise<void> {
  await db
    .updateTable('external_identity')
    .set({ last_sign_in_at: now.toISOString() })
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .execute()
}
