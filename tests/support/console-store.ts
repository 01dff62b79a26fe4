import type { Kysely } from 'kysely'
import type { AppDatabase } from '#app/server/app-db/schema.ts'
import { addPerson } from '#app/server/people/people.ts'
import { ALL_CENTERS } from '#queries/scope/center-scope.ts'
import { appDatabase } from './app-database.ts'

export const ann = { user_name: 'ann', roles: ['analyst'], scope: ALL_CENTERS } as const
export const bob = { user_name: 'bob', roles: ['analyst'], scope: ALL_CENTERS } as const
export const eve = { user_name: 'eve', roles: ['executive'], scope: ALL_CENTERS } as const

/** What the console keeps, empty, until the test ends. */
export async function store(): Promise<Kysely<AppDatabase>> {
  const db = await appDatabase()
  for (const { user_name, roles, scope } of [ann, bob, eve])
    await addPerson(db, { user_name, display_name: '', roles, scope }, { hash: '', mustChange: false })
  return db
}
