import { expect, test } from 'vitest'
import { beginTry, forgive, takeBack, type Bucket } from '#app/server/attempts.ts'
import { SignIn } from '#app/server/sign-in.ts'
import { appDatabase } from '#tests/support/app-database.ts'
import { PASSWORD, people } from '#tests/support/people.ts'

const from = (clientIp: string, userName: string, password: string) => ({
  ...{ userName, password, clientIp, previousToken: null },
})

async function door(attempts = 3) {
  const made = await people()
  await made.add('executive', ['executive'])
  return { ...made, signIn: new SignIn(made.db, made.sessions, attempts) }
}

test('wrong tries from one address refuse that address, and not the person at another', async () => {
  const { signIn } = await door()
  for (let i = 0; i < 3; i++) await signIn.try(from('6.6.6.6', 'executive', 'guess'))
  expect(await signIn.try(from('6.6.6.6', 'executive', PASSWORD))).toMatchObject({ outcome: 'too_many' })
  expect(await signIn.try(from('10.0.0.1', 'executive', PASSWORD))).toMatchObject({ outcome: 'signed_in' })
})

test('wrong tries of other names refuse nobody else behind the same address', async () => {
  const { signIn } = await door()
  for (let i = 0; i < 15; i++) await signIn.try(from('10.0.0.1', `name${i}`, 'guess'))
  expect(await signIn.try(from('10.0.0.1', 'executive', PASSWORD))).toMatchObject({ outcome: 'signed_in' })
})

test('many wrong tries of a name from everywhere slow its answers down and refuse nobody', async () => {
  const { signIn } = await door()
  for (let i = 0; i < 22; i++) await signIn.try(from(`6.6.6.${i}`, 'executive', 'guess'))
  const begun = performance.now()
  expect(await signIn.try(from('10.0.0.1', 'executive', PASSWORD))).toMatchObject({ outcome: 'signed_in' })
  expect(performance.now() - begun).toBeGreaterThan(350)
})

test('what was typed as a name is kept where it is one, and nowhere else', async () => {
  const { db, signIn } = await door()
  await signIn.try(from('10.0.0.1', 'my secret passphrase', 'executive'))
  await signIn.try(from('10.0.0.1', 'EXECUTIVE ', 'guess'))
  const entries = await db.selectFrom('audit_entry').selectAll().orderBy('seq').execute()
  expect(entries.map((entry) => entry.user_name)).toEqual([null, 'executive'])
  expect(JSON.stringify(entries)).not.toContain('secret')
})

const two = (name: string): Bucket => ({ key: [name], most: 2 })

test('after the limit the next attempt waits until the first has left the window of 15 minutes', async () => {
  const db = await appDatabase()
  await beginTry(db, two('a'), [], 0)
  await beginTry(db, two('a'), [], 60_000)
  expect(await beginTry(db, two('a'), [], 120_000)).toEqual({ waitSeconds: 13 * 60, failures: 0, ids: [] })
  expect(await beginTry(db, two('b'), [], 120_000)).toMatchObject({ waitSeconds: 0 })
  expect(await beginTry(db, two('a'), [], 15 * 60_000)).toMatchObject({ waitSeconds: 0 })
})

test('a success forgives the name, but one good account does not clear its address', async () => {
  const db = await appDatabase()
  const name = { key: ['name'], most: 1 }
  const failures = async () =>
    (await beginTry(db, { key: [crypto.randomUUID()], most: 9 }, [two('address')], 1)).failures
  await beginTry(db, name, [two('address')], 0)
  await forgive(db, [name])
  const good = await beginTry(db, name, [two('address')], 0)
  expect(good).toMatchObject({ waitSeconds: 0, failures: 1 })
  await takeBack(db, good)
  expect(await failures()).toBe(1)
  expect(await failures()).toBe(2)
  expect(await failures()).toBe(2)
})

test('of tries that are made at once no more than the limit are made', async () => {
  const db = await appDatabase()
  const tries = await Promise.all(Array.from({ length: 8 }, () => beginTry(db, two('a'), [], 1_000)))
  expect(tries.filter(({ waitSeconds }) => waitSeconds === 0)).toHaveLength(2)
})
