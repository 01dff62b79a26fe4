import type { Kysely } from 'kysely'
import { mayAdminister } from '../../access.ts'
import type { AppDatabase } from '../app-db/schema.ts'
import { peopleList } from '../people/people.ts'

/** A word at start where nobody could administer on the day on which the identity provider is away; null where somebody can. */
export async function noWayInWarning(
  db: Kysely<AppDatabase>,
  passwordAccounts: readonly string[] | null,
): Promise<string | null> {
  if (!passwordAccounts) return null
  const able = (await peopleList(db)).filter((person) => !person.disabled && mayAdminister(person))
  if (able.some((person) => passwordAccounts.includes(person.user_name))) return null
  return (
    `PASSWORD_ACCOUNTS is "${passwordAccounts.join(', ')}": none of them is an administrator of all centers. ` +
    'While the identity provider is away nobody can administer. Name one.'
  )
}
