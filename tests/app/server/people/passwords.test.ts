import { expect, test } from 'vitest'
import { OwnAccount } from '#app/server/people/own-account.ts'
import { passwordProblem } from '#app/server/people/password-rules.ts'
import { linkOwner, makeResetLink, resetByLink } from '#app/server/people/reset-links.ts'
import { hashPassword } from '#app/server/passwords.ts'
import { setPassword } from '#app/server/people/people.ts'
import { SignIn } from '#app/server/sign-in.ts'
import { PASSWORD, people } from '#tests/support/people.ts'

test.each([
  ['elevenchars', 'short'],
  ['x'.repeat(201), 'long'],
  ['aaaaaaaaaaaaaaaa', 'common'],
  ['1234567890123', 'common'],
  ['qwertyuiop2026!', 'common'],
  ['isocenter2026', 'name'],
  ['ann.lovelace1', 'name'],
  ['twelve short', null],
  ['wer zwölf zeichen hat', null],
  ['一二三四五六七八九十十一', null],
] as const)('%s as a password: %s', (password, problem) => {
  expect(passwordProblem(password, ['ann.lovelace', 'Ann'])).toBe(problem)
})

test('a password of 200 signs, each of two units, is compared whole, and with one more it is another', async () => {
  const { db, add, sessions } = await people()
  await add('ann')
  const password = '🏥🧲🫁🧠🩻'.repeat(40)
  expect([[...password].length, password.length]).toEqual([200, 400])
  expect(passwordProblem(password, ['ann'])).toBeNull()
  await setPassword(db, 'ann', { hash: await hashPassword(password), mustChange: false })
  const signIn = new SignIn(db, sessions, 10)
  const request = { userName: 'ann', clientIp: '10.0.0.1', previousToken: null }
  expect(await signIn.try({ ...request, password: `${password}x` })).toEqual({ outcome: 'wrong' })
  expect(await signIn.try({ ...request, password })).toMatchObject({ outcome: 'signed_in' })
})

test('a link sets a password once, ends every session, and is of no use afterwards', async () => {
  const { db, add, sessions, kinds } = await people()
  await add('ann')
  const session = await sessions.start('ann', null)
  const token = await makeResetLink(db, 'ann', 'admin')
  expect(await linkOwner(db, token)).toBe('ann')
  const services = { appDb: db, sessions }
  expect(await resetByLink(services, token, 'short', '10.0.0.1')).toBe('short')
  expect(await resetByLink(services, token, 'another long password', '10.0.0.1')).toBeNull()
  expect(await sessions.find(session)).toBeNull()
  expect(await resetByLink(services, token, 'yet another password', '10.0.0.1')).toBe('link')
  const signIn = new SignIn(db, sessions, 10)
  const request = { userName: 'ann', clientIp: '10.0.0.1', previousToken: null }
  expect(await signIn.try({ ...request, password: PASSWORD })).toEqual({ outcome: 'wrong' })
  expect(await signIn.try({ ...request, password: 'another long password' })).toMatchObject({ outcome: 'signed_in' })
  expect(await kinds('ann')).toEqual(['password_reset', 'sign_in_failed', 'sign_in'])
})

test('a link ends after a day, with the next one, and with the account; its token is not in the database', async () => {
  const { db, add } = await people()
  await add('ann')
  const now = new Date('2026-03-01T00:00:00Z')
  const first = await makeResetLink(db, 'ann', 'admin', now)
  expect(await linkOwner(db, first, new Date('2026-03-01T23:59:00Z'))).toBe('ann')
  expect(await linkOwner(db, first, new Date('2026-03-02T00:00:00Z'))).toBeNull()
  const second = await makeResetLink(db, 'ann', 'admin', now)
  expect(await linkOwner(db, first, now)).toBeNull()
  const kept = await db.selectFrom('reset_link').selectAll().execute()
  expect(JSON.stringify(kept)).not.toContain(second)
  await db.updateTable('account').set({ disabled: 1 }).execute()
  expect(await linkOwner(db, second, now)).toBeNull()
})

test('changing the own password takes the old one, ends all sessions, and stops guessing from a stolen one', async () => {
  const { db, add, sessions } = await people()
  await add('bea')
  const token = await sessions.start('bea', null)
  const user = (await sessions.find(token))!
  const account = new OwnAccount({ appDb: db, sessions }, user, token, '10.0.0.1')
  expect(await account.changePassword('wrong', 'another long password')).toBe('wrong')
  expect(await account.changePassword(PASSWORD, PASSWORD)).toBe('same')
  expect(await account.changePassword(PASSWORD, 'too short')).toBe('short')
  expect(await sessions.find(token)).not.toBeNull()
  expect(await account.changePassword(PASSWORD, 'another long password')).toBeNull()
  expect(await sessions.find(token)).toBeNull()
  for (let i = 0; i < 10; i++) await account.changePassword(`guess ${i}`, 'x')
  expect(await account.changePassword('another long password', 'a third long password')).toBe('wrong')
})

test('a person ends their own sessions and nobody else’s', async () => {
  const { db, add, sessions } = await people()
  await add('ann')
  await add('bob')
  const [mine, other] = [await sessions.start('ann', null), await sessions.start('ann', null)]
  const foreign = await sessions.start('bob', null)
  const account = new OwnAccount({ appDb: db, sessions }, (await sessions.find(mine))!, mine, '10.0.0.1')
  const { sessions: list } = await account.state()
  expect(list.map((one) => one.is_this).sort()).toEqual([false, true])
  await account.endSession((await sessions.listOf('bob', foreign))[0]!.id)
  expect(await sessions.find(foreign)).not.toBeNull()
  await account.endSession(list.find((one) => !one.is_this)!.id)
  expect([await sessions.find(mine), await sessions.find(other)]).toEqual([expect.anything(), null])
})
