import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Kysely } from 'kysely'
import { inject, onTestFinished } from 'vitest'
import { openAppDatabase } from '#app/server/app-db/database.ts'
import type { AppDatabase } from '#app/server/app-db/schema.ts'
import { statement } from './postgres-server.ts'

/** Where the application's state is kept: a folder, and in the project `postgres` a database beside it. */
export interface AppPlace {
  dataDir: string
  url: string | null
  remove: () => Promise<void>
}

/** @param template the database that it begins as: `made` has this program's version, `template0` nothing */
export async function appPlace(template = 'made'): Promise<AppPlace> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'isocenter-app-'))
  const server = inject('postgres')
  const removeFolder = () => rm(dataDir, { recursive: true, force: true })
  if (!server) return { dataDir, url: null, remove: removeFolder }
  const name = `t_${randomUUID().replaceAll('-', '')}`
  await statement(server, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  const remove = async () => {
    await statement(server, `DROP DATABASE ${name} WITH (FORCE)`)
    await removeFolder()
  }
  return { dataDir, url: server.replace('/postgres?', `/${name}?`), remove }
}

export const openPlace = ({ dataDir, url }: AppPlace) => openAppDatabase(dataDir, { url })

/** The environment by which a command finds the place. */
export const environmentOf = ({ dataDir, url }: AppPlace) => ({
  DATA_DIR: dataDir,
  ...(url === null ? {} : { APP_DATABASE_URL: url }),
})

/** Empty state of the application until the test ends. */
export async function appDatabase(): Promise<Kysely<AppDatabase>> {
  const place = await appPlace()
  const db = await openPlace(place)
  onTestFinished(async () => {
    await db.destroy().catch(() => {})
    await place.remove()
  })
  return db
}
