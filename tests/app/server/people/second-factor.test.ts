import { expect, test } from 'vitest'
import { makeResetLink, resetByLink } from '#app/server/people/reset-links.ts'
import {
  beginSecondFactor,
  codeAt,
  codeMatches,
  confirmSecondFactor,
  endSecondFactor,
  hasSecondFactor,
  otpAddress,
  stepOf,
} from '#app/server/people/second-factor.ts'
import { SignIn } from '#app/server/sign-in.ts'
import { PASSWORD, people } from '#tests/support/people.ts'

const now = new Date('2026-03-01T12:00:10Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)

test('codes are those of RFC 6238, as every authenticator makes them', () => {
  // Its secret "12345678901234567890" in Base32; the last six of its eight digits.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  expect(codeAt(secret, stepOf(new Date(59_000)))).toBe('287082')
  expect(codeAt(secret, stepOf(new Date(1111111109_000)))).toBe('081804')
  expect(codeAt(secret, stepOf(new Date(20000000000_000)))).toBe('353130')
})

async function withFactor() {
  const made = await people()
  await made.add('ann')
  const secret = await beginSecondFactor(made.db, 'ann')
  const codes = await confirmSecondFactor(made.db, 'ann', codeAt(secret, stepOf(now)), now)
  return { ...made, secret, codes: codes! }
}

test('a factor is on once its code was shown, and not before', async () => {
  const { db, add } = await people()
  await add('ann')
  const secret = await beginSecondFactor(db, 'ann')
  expect(await hasSecondFactor(db, 'ann')).toBe(false)
  expect(await confirmSecondFactor(db, 'ann', '000000', now)).toBeNull()
  expect(await confirmSecondFactor(db, 'ann', codeAt(secret, stepOf(now)), now)).toHaveLength(10)
  expect(await hasSecondFactor(db, 'ann')).toBe(true)
  expect(otpAddress('ann', secret)).toMatch(/^otpauth:\/\/totp\/Isocenter:ann\?secret=[A-Z2-7]{32}&issuer=Isocenter$/)
})

test('a code is taken once, those of neighbouring steps too, and no older one after it', async () => {
  const { db, secret } = await withFactor()
  const code = codeAt(secret, stepOf(now))
  expect(await codeMatches(db, 'ann', code, now)).toBe(false)
  const next = codeAt(secret, stepOf(now) + 1)
  expect(await codeMatches(db, 'ann', next, now)).toBe(true)
  expect(await codeMatches(db, 'ann', next, later(30))).toBe(false)
  expect(await codeMatches(db, 'ann', codeAt(secret, stepOf(now) + 9), now)).toBe(false)
})

test('a recovery code works once, however it is typed, and for its owner only', async () => {
  const { db, add, codes } = await withFactor()
  await add('bob')
  await beginSecondFactor(db, 'bob')
  expect(codes[0]).toMatch(/^([a-z2-7]{6}-){3}[a-z2-7]{6}$/)
  expect(await codeMatches(db, 'bob', codes[0]!, now)).toBe(false)
  expect(await codeMatches(db, 'ann', codes[0]!.toUpperCase().replaceAll('-', ' '), now)).toBe(true)
  expect(await codeMatches(db, 'ann', codes[0]!, now)).toBe(false)
  expect(await codeMatches(db, 'ann', codes[1]!, now)).toBe(true)
})

test('with a factor the password alone signs nobody in, and a wrong code is a failed try', async () => {
  const { db, sessions, codes, kinds } = await withFactor()
  const signIn = new SignIn(db, sessions, 3)
  const request = { userName: 'ann', password: PASSWORD, clientIp: '10.0.0.1', previousToken: null }
  for (let i = 0; i < 5; i++) expect(await signIn.try(request)).toEqual({ outcome: 'code', wasGiven: false })
  expect(await signIn.try({ ...request, password: 'wrong', code: codes[0]! })).toEqual({ outcome: 'wrong' })
  expect(await signIn.try({ ...request, code: '000000' })).toEqual({ outcome: 'code', wasGiven: true })
  expect(await signIn.try({ ...request, code: codes[0]! })).toMatchObject({ outcome: 'signed_in' })
  expect(await kinds('ann')).toEqual(['sign_in_failed', 'sign_in_failed', 'sign_in'])
  // A link that sets another password leaves the factor.
  const link = await makeResetLink(db, 'ann', 'admin')
  const password = 'another long password'
  expect(await resetByLink({ appDb: db, sessions }, link, password, '10.0.0.1')).toBeNull()
  expect(await signIn.try({ ...request, password })).toEqual({ outcome: 'code', wasGiven: false })
  await endSecondFactor(db, 'ann')
  expect(await signIn.try({ ...request, password })).toMatchObject({ outcome: 'signed_in' })
})
