import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Kysely } from 'kysely'
import { onTestFinished } from 'vitest'
import { openAppDatabase } from '#app/server/app-db/database.ts'
import type { AppDatabase } from '#app/server/app-db/schema.ts'

export const ann = { user_name: 'ann', role: 'analyst' } as const
export const bob = { user_name: 'bob', role: 'analyst' } as const
export const eve = { user_name: 'eve', role: 'executive' } as const

/** What the console keeps, empty, until the test ends. */
export async function store(): Promise<Kysely<AppDatabase>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'isocenter-console-'))
  const db = await openAppDatabase(folder)
  onTestFinished(async () => {
    await db.destroy()
    await rm(folder, { recursive: true, force: true })
  })
  for (const { user_name, role } of [ann, bob, eve]) {
    const at = '2026-03-01T00:00:00.000Z'
    await db
      .insertInto('account')
      .values({ user_name, role, password_hash: '', created_at: at, password_changed_at: at, disabled: 0 })
      .execute()
  }
  return db
}
