import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Role } from '#app/access.ts'
import { unlink } from '#app/server/oidc/identities.ts'
import { ProviderSignIn, type FinishResult, type Visitor } from '#app/server/oidc/provider-sign-in.ts'
import { personNamed } from '#app/server/people/people.ts'
import { createToken, tokenUser } from '#app/server/people/tokens.ts'
import { SignIn } from '#app/server/sign-in.ts'
import { CLIENT, identityProvider, Walker, type IdentityProvider } from '#tests/support/identity-provider.ts'
import { PASSWORD, people } from '#tests/support/people.ts'

const PUBLIC = 'http://127.0.0.1:3999'
const CENTERS = [
  { center_code: 'C001', province: '浙江', ownership: 'own' },
  { center_code: 'C002', province: '浙江', ownership: 'joint' },
  { center_code: 'C003', province: '上海', ownership: 'own' },
]
const MAPPING = {
  scopes: ['profile', 'groups'],
  roles: [
    { claim: 'groups', value: 'managers', roles: ['manager'] },
    { claim: 'groups', value: 'quality', roles: ['qa', 'analyst'] },
    { claim: 'groups', value: 'administrators', roles: ['admin'] },
  ],
  centers: [
    { claim: 'groups', value: 'network', scope: { kind: 'all' } },
    { claim: 'groups', value: 'zhejiang', scope: { kind: 'province', values: ['浙江'] } },
    { claim: 'groups', prefix: 'center-', kind: 'center' },
  ],
}

let provider: IdentityProvider
let folder: string
beforeAll(async () => {
  provider = await identityProvider(PUBLIC)
  folder = mkdtempSync(path.join(os.tmpdir(), 'isocenter-oidc-'))
})
afterAll(async () => {
  await provider.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Setting {
  mapping?: object
  secondFactorRoles?: Role[]
  passwordAccounts?: string[] | null
  issuer?: string
  clientSecret?: string
}

async function door(setting: Setting = {}) {
  const made = await people()
  const mappingFile = path.join(mkdtempSync(path.join(folder, 'mapping-')), 'oidc.json')
  writeFileSync(mappingFile, JSON.stringify({ ...MAPPING, ...setting.mapping }))
  const { issuer = provider.issuer, clientSecret = CLIENT.secret, passwordAccounts = null } = setting
  const logged: unknown[] = []
  const signIn = new ProviderSignIn({
    oidc: { issuer: new URL(issuer), clientId: CLIENT.id, clientSecret, publicUrl: PUBLIC, mappingFile },
    ...{ secondFactorRoles: setting.secondFactorRoles ?? [], passwordAccounts },
    ...{ appDb: made.db, sessions: made.sessions, centers: () => Promise.resolve(CENTERS) },
    log: { error: (fault) => void logged.push(fault), info: () => {} },
  })
  const trail = async () =>
    (await made.db.selectFrom('audit_entry').selectAll().orderBy('seq').execute()).map(
      ({ kind, user_name, detail }) => ({
        ...{ kind, user_name },
        ...(detail === null ? {} : (JSON.parse(detail) as { problem?: string })),
      }),
    )
  return { ...made, signIn, logged, trail, mappingFile }
}

const visitor = (browser: string | null, previousToken: string | null = null): Visitor => ({
  ...{ browser, previousToken, clientIp: '10.0.0.1', userAgent: 'a browser' },
})

/** Goes to the provider as `sub` and comes back to the door. */
async function there(signIn: ProviderSignIn, sub: string) {
  const begun = await signIn.begin(visitor(null), '/throughput')
  if (begun.outcome !== 'away') throw new Error(begun.outcome)
  provider.next = sub
  const walked = await new Walker().follow(begun.address)
  if (!('left' in walked)) throw new Error(await walked.answer.text())
  return { browser: begun.browser, search: new URL(walked.left).search }
}

async function enterAs(signIn: ProviderSignIn, sub: string, previous: string | null = null): Promise<FinishResult> {
  const { browser, search } = await there(signIn, sub)
  return signIn.finish(visitor(browser, previous), search)
}

test('somebody who comes for the first time gets an account with the roles and centers of their groups, and no password', async () => {
  provider.members['s-li'] = {
    preferred_username: 'Li.Wei',
    name: '李伟',
    groups: ['managers', 'center-C001', 'center-C002'],
  }
  const { signIn, db, sessions, kinds } = await door()
  const entered = await enterAs(signIn, 's-li')
  const scope = { kind: 'center', values: ['C001', 'C002'] }
  expect(entered).toMatchObject({
    ...{ outcome: 'signed_in', next: '/throughput' },
    user: { user_name: 'li.wei', roles: ['manager'], scope, by_provider: true, must_change_password: false },
  })
  expect(await personNamed(db, 'li.wei')).toMatchObject({ display_name: '李伟', roles: ['manager'], scope })
  const { token } = entered as { token: string }
  expect(await sessions.find(token)).toMatchObject({ user_name: 'li.wei', by_provider: true })
  expect(await kinds('li.wei')).toEqual(['account_created', 'identity_linked', 'sign_in'])
  const passwords = new SignIn(db, sessions, 10, (name) => signIn.mayUsePassword(name))
  const request = { userName: 'li.wei', password: 'x', clientIp: '10.0.0.1', previousToken: null }
  expect(await passwords.try(request)).toEqual({ outcome: 'wrong' })
})

test('roles and centers follow the groups at each sign-in, and the session of before ends', async () => {
  const { signIn, db, sessions, kinds } = await door()
  provider.members['s-wu'] = { preferred_username: 'wu', groups: ['managers', 'quality', 'network'] }
  const first = (await enterAs(signIn, 's-wu')) as { token: string }
  expect(await personNamed(db, 'wu')).toMatchObject({ roles: ['manager', 'qa', 'analyst'], scope: { kind: 'all' } })
  // Renamed there, moved to another group: the same person by `sub`.
  provider.members['s-wu'] = { preferred_username: 'wu.new', groups: ['quality', 'zhejiang'] }
  await enterAs(signIn, 's-wu', first.token)
  expect(await sessions.find(first.token)).toBeNull()
  expect(await personNamed(db, 'wu')).toMatchObject({
    roles: ['qa', 'analyst'],
    scope: { kind: 'province', values: ['浙江'] },
  })
  expect(await personNamed(db, 'wu.new')).toBeNull()
  expect(await kinds('wu')).toEqual(['account_created', 'identity_linked', 'sign_in', 'account_changed', 'sign_in'])
})

test('who is in no group of ours is refused; who was and is no more loses roles, sessions and what tokens read', async () => {
  const { signIn, db, sessions, trail } = await door()
  provider.members['s-no'] = { preferred_username: 'nobody', groups: ['kitchen'] }
  expect(await enterAs(signIn, 's-no')).toEqual({ outcome: 'no_role' })
  expect(await personNamed(db, 'nobody')).toBeNull()
  expect(await trail()).toMatchObject([
    { kind: 'sign_in_failed', user_name: null, problem: 'no_role', subject: 's-no' },
  ])

  provider.members['s-ma'] = { preferred_username: 'ma', groups: ['managers', 'network'] }
  const { token } = (await enterAs(signIn, 's-ma')) as { token: string }
  const key = await createToken(db, { userName: 'ma', name: 'BI', centers: null, days: 9, createdBy: 'admin' })
  expect((await tokenUser(db, key))?.user).toMatchObject({ roles: ['manager'], by_provider: true })
  provider.members['s-ma'] = { preferred_username: 'ma', groups: ['kitchen', 'network'] }
  expect(await enterAs(signIn, 's-ma')).toEqual({ outcome: 'no_role' })
  expect(await sessions.find(token)).toBeNull()
  expect((await tokenUser(db, key))?.user.roles).toEqual([])
})

test('a center that is not known gives nothing, and of several kinds of scope the centers are counted up', async () => {
  const { signIn, db } = await door()
  provider.members['s-x'] = { preferred_username: 'x1', groups: ['managers', 'center-C999'] }
  expect(await enterAs(signIn, 's-x')).toEqual({ outcome: 'no_centers' })
  provider.members['s-x'] = { preferred_username: 'x1', groups: ['managers', 'center-C999', 'center-C003', 'zhejiang'] }
  await enterAs(signIn, 's-x')
  expect((await personNamed(db, 'x1'))?.scope).toEqual({ kind: 'center', values: ['C001', 'C002', 'C003'] })
})

test('a state is good once, for the browser that began, for ten minutes', async () => {
  const { signIn } = await door()
  provider.members['s-li'] = { preferred_username: 'li', groups: ['managers', 'network'] }
  const { browser, search } = await there(signIn, 's-li')
  expect(await signIn.finish(visitor('another browser'), search)).toEqual({ outcome: 'stale' })
  expect(await signIn.finish(visitor(null), search)).toEqual({ outcome: 'stale' })
  expect(await signIn.finish(visitor(browser), search)).toMatchObject({ outcome: 'signed_in' })
  expect(await signIn.finish(visitor(browser), search)).toEqual({ outcome: 'stale' })
  const late = await there(signIn, 's-li')
  const then = new Date(Date.now() + 10 * 60_000)
  expect(await signIn.finish(visitor(late.browser), late.search, then)).toEqual({ outcome: 'stale' })
  expect(await signIn.finish(visitor(late.browser), '?code=guess')).toEqual({ outcome: 'stale' })
})

test('an answer with another nonce, code, issuer or signature is not taken', async () => {
  const { signIn, db, trail } = await door()
  provider.members['s-li'] = { preferred_username: 'li', groups: ['managers', 'network'] }
  const nonce = await there(signIn, 's-li')
  await db.updateTable('provider_sign_in').set({ nonce: 'of another sign-in' }).execute()
  expect(await signIn.finish(visitor(nonce.browser), nonce.search)).toEqual({ outcome: 'forged' })
  // A code that was begun by somebody else, whose verifier is not ours.
  const [mine, theirs] = [await there(signIn, 's-li'), await there(signIn, 's-li')]
  const injected = new URLSearchParams(mine.search)
  injected.set('code', new URLSearchParams(theirs.search).get('code')!)
  expect(await signIn.finish(visitor(mine.browser), `?${injected}`)).toEqual({ outcome: 'stale' })
  const mixed = await there(signIn, 's-li')
  const elsewhere = mixed.search.replace(/iss=[^&]*/, 'iss=https%3A%2F%2Fevil.example')
  expect(await signIn.finish(visitor(mixed.browser), elsewhere)).toEqual({ outcome: 'forged' })
  const signed = await there(signIn, 's-li')
  provider.isTamperedWith = true
  const tampered = await signIn.finish(visitor(signed.browser), signed.search)
  provider.isTamperedWith = false
  expect(tampered).toEqual({ outcome: 'forged' })
  expect((await trail()).map(({ kind, problem }) => [kind, problem])).toEqual([
    ['sign_in_failed', 'forged'],
    ['sign_in_failed', 'stale'],
    ['sign_in_failed', 'forged'],
    ['sign_in_failed', 'forged'],
  ])
  expect(await personNamed(db, 'li')).toBeNull()
})

test('a provider that declines, is away or does not take us is told apart, and its words are shown and kept nowhere', async () => {
  const { signIn, trail, logged } = await door()
  expect(await enterAs(signIn, 'denies')).toEqual({ outcome: 'denied' })
  expect(JSON.stringify(await trail())).not.toContain('<b>')
  expect(logged).toEqual([])

  const away = await door({ issuer: 'http://127.0.0.1:9' })
  expect(await away.signIn.begin(visitor(null), '/')).toEqual({ outcome: 'down' })
  expect(await away.trail()).toMatchObject([{ kind: 'sign_in_failed', problem: 'down' }])
  expect(away.logged).toHaveLength(1)

  const stranger = await door({ clientSecret: 'not the one' })
  expect(await enterAs(stranger.signIn, 's-li')).toEqual({ outcome: 'settings' })
  const broken = await door({ mapping: { roles: 'all of them' } })
  expect(await broken.signIn.begin(visitor(null), '/')).toEqual({ outcome: 'settings' })
})

test('a provider that goes away and comes back is found again', async () => {
  const other = await identityProvider(PUBLIC)
  const { signIn } = await door({ issuer: other.issuer })
  const port = Number(new URL(other.issuer).port)
  await other.stop()
  expect(await signIn.begin(visitor(null), '/')).toEqual({ outcome: 'down' })
  const back = await identityProvider(PUBLIC, port)
  onTestFinished(back.stop)
  expect(await signIn.begin(visitor(null), '/')).toMatchObject({ outcome: 'away' })
})

test('an account of the same name is somebody else’s unless the settings say otherwise; those for emergencies always are', async () => {
  provider.members['s-li'] = { preferred_username: 'li', groups: ['managers', 'network'] }
  provider.members['s-ad'] = { preferred_username: 'admin', groups: ['managers', 'network'] }
  const strict = await door()
  await strict.add('li', ['executive'])
  expect(await enterAs(strict.signIn, 's-li')).toEqual({ outcome: 'taken' })
  expect(await personNamed(strict.db, 'li')).toMatchObject({ roles: ['executive'] })

  const linking = await door({ mapping: { existing_accounts: 'link' }, passwordAccounts: ['admin'] })
  await linking.add('li', ['executive'])
  await linking.add('admin', ['admin'])
  expect(await enterAs(linking.signIn, 's-li')).toMatchObject({ outcome: 'signed_in', user: { roles: ['manager'] } })
  expect(await enterAs(linking.signIn, 's-ad')).toEqual({ outcome: 'taken' })
  // The name went to somebody else there: their `sub` is another one.
  provider.members['s-li2'] = { preferred_username: 'li', groups: ['managers', 'network'] }
  expect(await enterAs(linking.signIn, 's-li2')).toEqual({ outcome: 'taken' })
  expect(await unlink(linking.db, 'li')).toEqual({ issuer: provider.issuer, subject: 's-li' })
  expect(await enterAs(linking.signIn, 's-li2')).toMatchObject({ outcome: 'signed_in', user: { user_name: 'li' } })
  expect(await enterAs(linking.signIn, 's-li')).toEqual({ outcome: 'taken' })
  provider.members['s-bad'] = { preferred_username: 'Ännchen von Tharau', groups: ['managers', 'network'] }
  expect(await enterAs(linking.signIn, 's-bad')).toEqual({ outcome: 'no_name' })
})

test('a deactivated account stays out, whatever the groups say', async () => {
  const { signIn, db, kinds } = await door()
  provider.members['s-wu'] = { preferred_username: 'wu', groups: ['managers', 'network'] }
  await enterAs(signIn, 's-wu')
  await db.updateTable('account').set({ disabled: 1 }).execute()
  expect(await enterAs(signIn, 's-wu')).toEqual({ outcome: 'disabled' })
  expect((await kinds('wu')).at(-1)).toBe('sign_in_failed')
})

test('a password signs in whom nobody linked, and where it is for emergencies only those who are named', async () => {
  provider.members['s-li'] = { preferred_username: 'li', groups: ['managers', 'network'] }
  const request = { password: PASSWORD, clientIp: '10.0.0.1', previousToken: null }
  const linking = { mapping: { existing_accounts: 'link' } }
  const open = await door(linking)
  for (const name of ['li', 'bo']) await open.add(name)
  await enterAs(open.signIn, 's-li')
  const passwords = new SignIn(open.db, open.sessions, 10, (name) => open.signIn.mayUsePassword(name))
  expect(await passwords.try({ ...request, userName: 'bo' })).toMatchObject({ outcome: 'signed_in' })
  expect(await passwords.try({ ...request, userName: 'li' })).toEqual({ outcome: 'by_provider' })
  expect((await open.kinds('li')).at(-1)).toBe('sign_in_refused')

  const closed = await door({ ...linking, passwordAccounts: ['rescue'] })
  for (const name of ['bo', 'rescue']) await closed.add(name, ['admin'])
  const few = new SignIn(closed.db, closed.sessions, 10, (name) => closed.signIn.mayUsePassword(name))
  expect(await few.try({ ...request, userName: 'bo' })).toEqual({ outcome: 'by_provider' })
  expect(await few.try({ ...request, userName: 'rescue' })).toMatchObject({ outcome: 'signed_in' })
})

test('roles that need a second factor take the provider’s word for it, by the claim that the settings name', async () => {
  const second_factor = { claim: 'amr', values: ['otp', 'hwk'] }
  const { signIn } = await door({ mapping: { second_factor }, secondFactorRoles: ['admin'] })
  provider.members['s-a'] = { preferred_username: 'a1', groups: ['administrators', 'network'], amr: ['pwd'] }
  expect(await enterAs(signIn, 's-a')).toEqual({ outcome: 'factor' })
  provider.members['s-a'].amr = ['pwd', 'otp']
  expect(await enterAs(signIn, 's-a')).toMatchObject({ outcome: 'signed_in' })
  provider.members['s-m'] = { preferred_username: 'm1', groups: ['managers', 'network'] }
  expect(await enterAs(signIn, 's-m')).toMatchObject({ outcome: 'signed_in' })
  // Where nothing is said of it, nothing is assumed.
  const silent = await door({ secondFactorRoles: ['admin'] })
  expect(await silent.signIn.begin(visitor(null), '/')).toEqual({ outcome: 'settings' })
})

test('who was signed in by the provider is signed out there too', async () => {
  const { signIn, sessions } = await door()
  provider.members['s-li'] = { preferred_username: 'li', groups: ['managers', 'network'] }
  const { token } = (await enterAs(signIn, 's-li')) as { token: string }
  const idToken = (await sessions.idTokenOf(token))!
  const address = new URL((await signIn.signOutAddress(idToken))!)
  expect(address.origin).toBe(provider.issuer)
  expect(Object.fromEntries(address.searchParams)).toMatchObject({ post_logout_redirect_uri: `${PUBLIC}/login` })
  const page = await new Walker().fetch(address.href)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('xsrf')])
  await sessions.end(token)
  expect(await sessions.idTokenOf(token)).toBeNull()
})
