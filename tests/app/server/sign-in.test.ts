import { stat } from 'node:fs/promises'
import path from 'node:path'
import { hash } from '@node-rs/argon2'
import type { Kysely } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureAccounts, resetPassword, type NewAccount } from '#app/server/accounts.ts'
import type { AppDatabase } from '#app/server/app-db/schema.ts'
import { Sessions } from '#app/server/sessions.ts'
import { SignIn } from '#app/server/sign-in.ts'
import { appPlace, openPlace, type AppPlace } from '#tests/support/app-database.ts'

let place: AppPlace
let db: Kysely<AppDatabase>
let accounts: NewAccount[]
const limits = { sessionIdleMinutes: 60, sessionMaxHours: 10 }
const start = new Date('2026-03-01T00:00:00Z')
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000)
const password = (userName: string) => accounts.find((a) => a.userName === userName)?.password ?? ''
const request = { clientIp: '10.0.0.1', previousToken: null }

beforeAll(async () => {
  place = await appPlace()
  db = await openPlace(place)
  accounts = await ensureAccounts(db, 'roles')
})

afterAll(async () => {
  await db.destroy()
  await place.remove()
})

test('the first start makes one account for each kind of user, the next none', async () => {
  expect(accounts.map((a) => a.userName)).toEqual(['executive', 'manager', 'qa', 'analyst', 'admin'])
  expect(new Set(accounts.map((a) => a.password)).size).toBe(5)
  expect(await ensureAccounts(db, 'roles')).toEqual([])
})

test('the database is readable by its owner only and holds no password in clear', async () => {
  if (place.url === null) expect((await stat(path.join(place.dataDir, 'app.db'))).mode & 0o777).toBe(0o600)
  const rows = await db.selectFrom('account').selectAll().execute()
  for (const row of rows) expect(row.password_hash).toMatch(/^\$argon2id\$/)
})

test('the right password signs in, a wrong one and an unknown name do not', async () => {
  const signIn = new SignIn(db, new Sessions(db, limits), 10)
  const good = await signIn.try({ ...request, userName: ' QA ', password: password('qa') })
  expect(good).toMatchObject({ outcome: 'signed_in', user: { user_name: 'qa', roles: ['qa'], scope: { kind: 'all' } } })
  expect(await signIn.try({ ...request, userName: 'qa', password: 'wrong' })).toEqual({ outcome: 'wrong' })
  expect(await signIn.try({ ...request, userName: 'nobody', password: 'wrong' })).toEqual({ outcome: 'wrong' })
})

test('a hash that was made by less work is made anew when its password comes, and by no other', async () => {
  const hashOf = async () =>
    (
      await db
        .selectFrom('account')
        .select('password_hash')
        .where('user_name', '=', 'manager')
        .executeTakeFirstOrThrow()
    ).password_hash
  const weak = await hash(password('manager'), { memoryCost: 4096, timeCost: 1, parallelism: 1 })
  await db.updateTable('account').set({ password_hash: weak }).where('user_name', '=', 'manager').execute()
  const signIn = new SignIn(db, new Sessions(db, limits), 10)
  await signIn.try({ ...request, userName: 'manager', password: 'wrong' })
  expect(await hashOf()).toBe(weak)
  const good = { ...request, userName: 'manager', password: password('manager') }
  expect(await signIn.try(good)).toMatchObject({ outcome: 'signed_in' })
  const strong = await hashOf()
  expect(strong).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await signIn.try(good)).toMatchObject({ outcome: 'signed_in' })
  expect(await hashOf()).toBe(strong)
})

test('after too many failures even the right password waits, and every try leaves a trail', async () => {
  const signIn = new SignIn(db, new Sessions(db, limits), 2)
  const tries = ['x', 'y', password('analyst')].map((p) => ({ ...request, userName: 'analyst', password: p }))
  const outcomes: string[] = []
  for (const attempt of tries) outcomes.push((await signIn.try(attempt)).outcome)
  expect(outcomes).toEqual(['wrong', 'wrong', 'too_many'])
  const trail = await db.selectFrom('audit_entry').select('kind').where('user_name', '=', 'analyst').execute()
  expect(trail.map((row) => row.kind).sort()).toEqual([
    'account_created',
    'sign_in_failed',
    'sign_in_failed',
    'sign_in_refused',
  ])
})

test('a session ends when idle, when old, when ended, and when a new one takes its place', async () => {
  const sessions = new Sessions(db, limits)
  const token = await sessions.start('admin', null, start)
  expect(await sessions.find(token, after(59))).toMatchObject({ roles: ['admin'] })
  expect(await sessions.find(token, after(118))).toMatchObject({ roles: ['admin'] })
  expect(await sessions.find(token, after(179))).toBeNull()

  const busy = await sessions.start('admin', null, start)
  for (let minutes = 30; minutes < 600; minutes += 30) expect(await sessions.find(busy, after(minutes))).not.toBeNull()
  expect(await sessions.find(busy, after(600))).toBeNull()

  const first = await sessions.start('admin', null, start)
  const second = await sessions.start('admin', first, start)
  expect(await sessions.find(first, start)).toBeNull()
  await sessions.end(second, start)
  expect(await sessions.find(second, start)).toBeNull()
  expect(await sessions.find('made up', start)).toBeNull()
})

test('the database holds no token that a cookie could carry', async () => {
  const token = await new Sessions(db, limits).start('qa', null)
  const rows = await db.selectFrom('session').select('token_hash').execute()
  expect(rows.some((row) => row.token_hash === token)).toBe(false)
})

test('a new password ends all sessions of its account', async () => {
  const sessions = new Sessions(db, limits)
  const token = await sessions.start('executive', null)
  const reset = await resetPassword(db, 'executive')
  expect(reset.password).not.toBe(password('executive'))
  expect(await sessions.find(token)).toBeNull()
  await expect(resetPassword(db, 'ghost')).rejects.toThrow('There is no user "ghost". Known: admin, analyst')
})
