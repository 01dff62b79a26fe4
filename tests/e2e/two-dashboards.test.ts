import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { mayOpen, type Person, type Role } from '#app/access.ts'
import { runAudit } from '#app/server/audit/cli.ts'
import { startPostgres, statement } from '#tests/support/postgres-server.ts'
import { startServer, type Started } from './global-setup.ts'
import { at, type Cookie } from './people.ts'

/** Two dashboards over one folder of snapshots, their state in one PostgreSQL. */
let postgres: Awaited<ReturnType<typeof startPostgres>>
let folder: string
let env: NodeJS.ProcessEnv
let started: Started[]
let admin: Cookie
const [one, other] = [0, 1].map((place) => at(() => started[place]!.baseUrl)) as [
  ReturnType<typeof at>,
  ReturnType<typeof at>,
]

beforeAll(async () => {
  postgres = await startPostgres()
  await statement(postgres.local('postgres'), 'CREATE DATABASE isocenter')
  folder = await mkdtemp(path.join(os.tmpdir(), 'isocenter-two-'))
  const own = { APP_DATABASE_URL: postgres.remote('isocenter'), AUDIT_HEAD_FILE: path.join(folder, 'head.json') }
  env = { ...process.env, ...own, DATA_DIR: inject('dataDir'), SIGN_IN_ATTEMPTS: '4', SQL_PROCESSES: '1' }
  started = await Promise.all([startServer(env), startServer(env)])
  admin = await one.signedIn('admin', { ...started[0]!.passwords, ...started[1]!.passwords }['admin']!)
})

afterAll(async () => {
  for (const { server } of started) {
    server.removeAllListeners('close')
    const ended = once(server, 'close')
    server.kill('SIGTERM')
    await ended
  }
  await postgres.remove()
  await rm(folder, { recursive: true, force: true })
})

test('one of two first starts makes the accounts, and a session of one dashboard is one of the other, until it ends at either', async () => {
  expect(started.map(({ passwords }) => Object.keys(passwords).length).sort()).toEqual([0, 5])
  expect((await other.get('/admin', admin)).status).toBe(200)
  const cookie = await other.newPerson(admin, { user_name: 'ann', roles: ['qa'], scope_kind: 'all' })
  expect((await one.get('/throughput.json', cookie)).status).toBe(200)
  expect((await one.post('/logout', {}, cookie)).status).toBeLessThan(400)
  expect((await other.get('/throughput.json', cookie)).status).toBe(401)
})

test.each(['manager', 'executive'] as Role[])('%s of one center has the same rights at both', async (role) => {
  const person: Person = { roles: [role], scope: { kind: 'center', values: ['C001'] } }
  const asked = { user_name: `${role}.of.one`, roles: [role], scope_kind: 'center', scope_values: 'C001' }
  const cookie = await one.newPerson(admin, asked)
  for (const { get } of [one, other]) {
    for (const page of ['throughput', 'profitability', 'compliance'] as const)
      expect([page, (await get(`/${page}.json`, cookie)).status]).toEqual([page, mayOpen(person, page) ? 200 : 403])
    expect((await get('/centers/C001.json', cookie)).status).toBe(200)
    expect((await get('/centers/C002.json', cookie)).status).toBe(404)
    expect((await get('/admin', cookie)).status).toBe(403)
  }
})

test('wrong passwords count together, whichever dashboard they are tried at', async () => {
  const tries = [one, other, one, other, one, other]
  const answers: number[] = []
  for (const { post } of tries) answers.push((await post('/login', { username: 'qa', password: 'guess' })).status)
  expect(answers).toEqual([401, 401, 401, 401, 429, 429])
})

test('the trail stays whole while both write it', async () => {
  const cookie = await one.newPerson(admin, { user_name: 'reads', roles: ['qa'], scope_kind: 'all' })
  const reads = Array.from({ length: 20 }, (_, i) => [one, other][i % 2]!.get('/compliance/audit.json', cookie))
  expect((await Promise.all(reads)).map(({ status }) => status)).toEqual(reads.map(() => 200))
  const said = vi.spyOn(console, 'log').mockImplementation(() => {})
  expect(await runAudit(['verify'], env)).toBe(0)
  expect(said.mock.calls.join()).toMatch(/sound: [3-9]\d entries, 1 to [3-9]\d\./)
})

test('while the database is away both say so and are not ready; when it is back they go on, and so do sessions', async () => {
  await postgres.stop()
  // An answer of up to a second ago may still count.
  await vi.waitFor(async () => expect((await one.get('/readyz')).status).toBe(503), 5_000)
  await vi.waitFor(async () => expect((await other.get('/readyz')).status).toBe(503), 5_000)
  expect(await (await other.get('/readyz')).json()).toEqual({ ready: false, reason: 'app_database_does_not_answer' })
  for (const path of ['/', '/throughput.json', '/login', '/export?panel=throughput.centers&format=csv']) {
    const answer = await one.get(path, admin)
    expect([path, answer.status, answer.headers.get('retry-after')]).toEqual([path, 503, '5'])
    expect(await answer.text()).toMatch(/^The database of accounts does not answer/m)
  }
  expect((await one.get('/livez')).status).toBe(200)
  await postgres.start()
  for (const { get } of [one, other]) {
    await vi.waitFor(async () => expect((await get('/readyz')).status).toBe(200), 5_000)
    expect((await get('/admin', admin)).status).toBe(200)
  }
})
