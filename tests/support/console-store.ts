import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Kysely } from 'kysely'
import { onTestFinished } from 'vitest'
import { openAppDatabase } from '#app/server/app-db/database.ts'
import type { AppDatabase } from '#app/server/app-db/schema.ts'
import { addPerson } from '#app/server/people/people.ts'
import { ALL_CENTERS } from '#queries/scope/center-scope.ts'

export const ann = { user_name: 'ann', roles: ['analyst'], scope: ALL_CENTERS } as const
export const bob = { user_name: 'bob', roles: ['analyst'], scope: ALL_CENTERS } as const
export const eve = { user_name: 'eve', roles: ['executive'], scope: ALL_CENTERS } as const

/** What the console keeps, empty, until the test ends. */
export async function store(): Promise<Kysely<AppDatabase>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'isocenter-console-'))
  const db = await openAppDatabase(folder)
  onTestFinished(async () => {
    await db.destroy()
    await rm(folder, { recursive: true, force: true })
  })
  for (const { user_name, roles, scope } of [ann, bob, eve])
    await addPerson(db, { user_name, display_name: '', roles, scope }, { hash: '', mustChange: false })
  return db
}
