import type { TestProject } from 'vitest/node'
import { bundleSandbox } from '#app/server/sql/sandbox/bundle.js'
import { openAppDatabase } from '#app/server/app-db/database.ts'
import { startPostgres, statement } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the server's database `postgres`; without one, the tests use SQLite. */
    postgres: string | undefined
  }
}

/** One server for all tests of the project `postgres`, with a database of this version that each test gets a copy of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await bundleSandbox()
  const server = await startPostgres()
  try {
    await statement(server.local('postgres'), 'CREATE DATABASE made')
    await (await openAppDatabase('', { url: server.local('made') })).destroy()
  } catch (cause) {
    await server.remove()
    throw cause
  }
  project.provide('postgres', server.local('postgres'))
  return server.remove
}
