import { expect, test } from 'vitest'
import { SignIn } from '#app/server/sign-in.ts'
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
