import { expect, inject, onTestFinished, test } from 'vitest'
import { openAppDatabase } from '#app/server/app-db/database.ts'
import { APP_SCHEMA_VERSION } from '#app/server/app-db/migrations.ts'
import { audit } from '#app/server/audit/audit.ts'
import { verifyChain } from '#app/server/audit/verify.ts'
import { savedPlans } from '#app/server/saved-plans.ts'
import { SignIn } from '#app/server/sign-in.ts'
import { appDatabase, appPlace, openPlace } from '#tests/support/app-database.ts'
import { PASSWORD, people } from '#tests/support/people.ts'
import { PASSWORD as OF_THE_DATABASE, statement } from '#tests/support/postgres-server.ts'

test('processes that begin at once on an empty database make its tables once, those that SQLite has', async () => {
  const place = await appPlace('template0')
  onTestFinished(place.remove)
  const opened = await Promise.all([1, 2, 3].map(() => openPlace(place)))
  const file = await openAppDatabase(place.dataDir)
  const versions = await opened[0]!.selectFrom('schema_migration').select('version').orderBy('version').execute()
  expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: APP_SCHEMA_VERSION }, (_, i) => i + 1))
  const [ours, theirs] = await Promise.all(
    [opened[0]!, file].map(async (db) =>
      Object.fromEntries(
        (await db.introspection.getTables()).map(({ name, columns }) => [
          name,
          columns.map((column) => column.name).sort(),
        ]),
      ),
    ),
  )
  expect(Object.keys(ours!).length).toBeGreaterThan(15)
  expect(ours).toEqual(theirs)
  await Promise.all([...opened, file].map((db) => db.destroy()))
})

test('texts are ordered by their bytes, as SQLite orders them, in a database that orders by a language', async () => {
  const { db, add } = await people()
  await add('ann')
  const names = ['b', 'A', 'a-1', 'B', 'a 2', '中', 'é', 'a1']
  const plan = { owner: 'ann', levers: '', saved_at: '2026-03-01T00:00:00.000Z' }
  await db
    .insertInto('saved_plan')
    .values(names.map((name) => ({ ...plan, name })))
    .execute()
  expect((await savedPlans(db, 'ann')).map(({ name }) => name)).toEqual([...names].sort())
})

test('what no database keeps as it is (NUL, half of a pair) costs no entry of the trail, and the chain holds', async () => {
  const { db, add, sessions } = await people()
  await add('ann')
  const statementOf = (sql: string) => audit(db, { kind: 'query', userName: 'ann', detail: sql })
  await statementOf("SELECT 'a\0b'")
  await statementOf('\ud83d')
  await statementOf(`${'x'.repeat(7_999)}😀`)
  const signIn = new SignIn(db, sessions, 10)
  const request = { userName: 'an\0n', password: PASSWORD, clientIp: '10.0.0.1', previousToken: null }
  expect(await signIn.try(request)).toEqual({ outcome: 'wrong' })
  expect(await verifyChain(db, null)).toMatchObject({ sound: true, entries: 4 })
})

const remote = (change: (url: URL) => void) => {
  const url = new URL(inject('postgres')!)
  url.search = ''
  url.password = encodeURIComponent(OF_THE_DATABASE)
  change(url)
  return openAppDatabase('', { url: url.href }).then(
    () => null,
    (fault: unknown) => fault as Error & { code: string },
  )
}

test('a server that refuses us or has no such database is a wrong setting, and no word of it holds the password', async () => {
  const wrong = await remote((url) => (url.password = 'geheim-1'))
  const unknown = await remote((url) => (url.pathname = '/nowhere'))
  for (const fault of [wrong, unknown]) {
    expect(fault).toMatchObject({
      code: 'app/config',
      message: /^APP_DATABASE_URL: localhost:\d+\/\w+ refuses this program/,
    })
    expect(`${fault!.message}${fault!.stack}`).not.toMatch(/geheim-1|word of the database|word%20of/)
  }
})

test('a server that is not there is away, not wrong, and no word of it holds the password', async () => {
  const away = await remote((url) => (url.port = '1'))
  expect(away).toMatchObject({
    code: 'app/database-away',
    message: /^The database localhost:1\/postgres does not answer \(ECONNREFUSED\)/,
  })
  expect(`${away!.message}${away!.stack}`).not.toMatch(/word of the database|word%20of/)
})

test('connections that the server cuts are made anew, and the process lives on', async () => {
  const place = await appPlace()
  onTestFinished(place.remove)
  const db = await openPlace(place)
  const cut = () =>
    statement(
      inject('postgres')!,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${new URL(place.url!).pathname.slice(1)}'`,
    )
  await audit(db, { kind: 'sign_in' })
  await cut()
  // The first to ask may be given a connection of before.
  await audit(db, { kind: 'sign_in' }).catch((fault: unknown) =>
    expect(fault).toMatchObject({ code: 'app/database-away' }),
  )
  await audit(db, { kind: 'sign_in' })
  expect(await verifyChain(db, null)).toMatchObject({ sound: true })
  await db.destroy()
})

test('a database of a newer program is left alone, and --reset-accounts says what to do instead', async () => {
  const place = await appPlace()
  onTestFinished(place.remove)
  await statement(place.url!, `INSERT INTO schema_migration VALUES (${APP_SCHEMA_VERSION + 1}, 'x')`)
  await expect(openPlace(place)).rejects.toMatchObject({ code: 'app/config', message: /newer program/ })
  await expect(openAppDatabase('', { url: place.url, resetAccounts: true })).rejects.toMatchObject({
    code: 'app/config',
    message: /backup of the database/,
  })
})

test('a fault of a statement is no absence of the database', async () => {
  const db = await appDatabase()
  const twice = { version: 1, applied_at: 'x' }
  await expect(db.insertInto('schema_migration').values(twice).execute()).rejects.toMatchObject({ code: '23505' })
})
