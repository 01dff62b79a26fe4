import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { freePort } from '#tests/support/free-port.ts'
import { CLIENT, identityProvider, Walker, type IdentityProvider } from '#tests/support/identity-provider.ts'
import { launch, open } from './browser.ts'
import { startServer, type Started } from './global-setup.ts'

const MAPPING = {
  name: 'Group account',
  scopes: ['profile', 'groups'],
  second_factor: 'provider',
  roles: [
    { claim: 'groups', value: 'managers', roles: ['manager'] },
    { claim: 'groups', value: 'board', roles: ['executive'] },
  ],
  centers: [{ claim: 'groups', prefix: 'center-', kind: 'center' }],
}

let folder: string
let provider: IdentityProvider
let own: Started
let log = ''
beforeAll(async () => {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  provider = await identityProvider(address)
  folder = mkdtempSync(path.join(tmpdir(), 'isocenter-oidc-'))
  cpSync(inject('dataDir'), folder, { recursive: true, filter: (file) => !/app\.db/.test(file) })
  const [OIDC_MAPPING, OIDC_CLIENT_SECRET_FILE] = [path.join(folder, 'mapping.json'), path.join(folder, 'secret')]
  writeFileSync(OIDC_MAPPING, JSON.stringify(MAPPING))
  writeFileSync(OIDC_CLIENT_SECRET_FILE, `${CLIENT.secret}\n`)
  own = await startServer(
    {
      ...{ ...process.env, DATA_DIR: folder, PUBLIC_URL: address, OIDC_ISSUER: provider.issuer },
      ...{ OIDC_CLIENT_ID: CLIENT.id, OIDC_MAPPING, OIDC_CLIENT_SECRET_FILE },
      // The provider asks for factors: those of ours are asked of nobody who comes from there.
      ...{ PASSWORD_ACCOUNTS: 'admin', SECOND_FACTOR_ROLES: 'manager,executive' },
    },
    { port },
  )
  own.server.stdout!.on('data', (chunk) => (log += String(chunk)))
})
afterAll(async () => {
  own.server.removeAllListeners('close')
  own.server.kill('SIGKILL')
  await provider.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** From the sign-in page to the provider and back, as `sub`. @returns the page that it ends on */
async function come(walker: Walker, sub: string, next = '/throughput'): Promise<Response> {
  provider.next = sub
  const away = await walker.follow(`${own.baseUrl}/login/oidc?${new URLSearchParams({ next })}`)
  if (!('left' in away)) return away.answer
  const back = await walker.follow(away.left)
  if (!('left' in back)) throw new Error(`The provider says ${back.answer.status}`)
  const end = await walker.follow(back.left)
  if (!('answer' in end)) throw new Error(`led to ${end.left}`)
  return end.answer
}

test('a manager of two centers comes by the provider and sees those two, at every door, without a code of ours', async () => {
  provider.members['s-li'] = { preferred_username: 'li', groups: ['managers', 'center-C001', 'center-C002'] }
  const walker = new Walker()
  const get = (address: string) => walker.fetch(own.baseUrl + address)
  expect(await (await get('/login')).text()).toContain('Sign in with Group account')
  const page = await come(walker, 's-li')
  expect([page.status, new URL(page.url).pathname]).toEqual([200, '/throughput'])
  const twin = await (await get('/throughput.json?from=2026-02-01&to=2026-03-01')).text()
  expect([/C001/, /C002/, /C00[34]|Urumqi|Chengdu/].map((code) => code.test(twin))).toEqual([true, true, false])
  expect((await get('/centers/C002.json')).status).toBe(200)
  expect((await get('/centers/C003.json')).status).toBe(404)
  expect((await get('/profitability.json')).status).toBe(403)
  const body = new URLSearchParams({ sql: 'SELECT DISTINCT center_code FROM main.exam ORDER BY 1' })
  const ran = await walker.fetch(`${own.baseUrl}/sql/run`, { method: 'POST', body })
  expect(await ran.json()).toMatchObject({ result: { rows: [['C001'], ['C002']] } })
  const account = await (await get('/account')).text()
  expect(account).toContain('password and second factor are kept there')
  expect(account).not.toContain('type="password"')
})

test('who leaves a group loses its role at the next sign-in, and who is in none of ours gets a word and a status', async () => {
  provider.members['s-wu'] = { preferred_username: 'wu', groups: ['managers', 'board', 'center-C001'] }
  const before = new Walker()
  await come(before, 's-wu')
  expect((await before.fetch(`${own.baseUrl}/profitability.json`)).status).toBe(200)
  provider.members['s-wu'].groups = ['managers', 'center-C001']
  await come(new Walker(), 's-wu')
  expect((await before.fetch(`${own.baseUrl}/profitability.json`)).status).toBe(403)
  provider.members['s-wu'].groups = ['kitchen']
  const refused = await come(new Walker(), 's-wu')
  expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('in no group that may use')])
  expect((await before.fetch(`${own.baseUrl}/throughput.json`)).status).toBe(401)
})

test('what goes wrong at the provider is a page with its status, and nothing of it is in page or log', async () => {
  const denied = await come(new Walker(), 'denies')
  const text = await denied.text()
  expect([denied.status, text]).toEqual([403, expect.stringContaining('declined or cancelled')])
  expect(text).not.toMatch(/<b>no|at .*\.ts:\d|AuthorizationResponseError/)
  const answers = ['?code=x&state=guess', '?error=server_error&error_description=%3Cscript%3E', ''].map((search) =>
    new Walker().fetch(`${own.baseUrl}/login/oidc/callback${search}`),
  )
  for (const answer of await Promise.all(answers)) {
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([400, 'private, no-store'])
    expect(await answer.text()).not.toContain('<script>"')
  }
  const lured = { headers: { 'sec-fetch-site': 'cross-site' } }
  const asked = await new Walker().fetch(`${own.baseUrl}/login/oidc?next=%2Fsql`, lured)
  expect([asked.status, asked.headers.get('location')]).toEqual([302, '/login?next=%2Fsql'])
  const body = new URLSearchParams({ username: 'qa', password: own.passwords.qa! })
  const refused = await fetch(`${own.baseUrl}/login`, { method: 'POST', body, redirect: 'manual' })
  expect([refused.status, await refused.text()]).toEqual([
    403,
    expect.stringContaining('does not sign in with a password'),
  ])
  body.set('username', 'admin')
  body.set('password', own.passwords.admin!)
  const rescue = await fetch(`${own.baseUrl}/login`, { method: 'POST', body, redirect: 'manual' })
  expect(rescue.status).toBe(303)
  await expect.poll(() => log).toContain('"route":"/login/oidc/callback","status":403')
  expect(log).not.toMatch(/code=|state=/)
})

test('a browser without scripts goes there and back, and signs out there too: no policy stands in its way', async () => {
  const browser = await launch()
  const { page, problems } = await open(browser, { javaScriptEnabled: false, baseURL: own.baseUrl })
  provider.members['s-xu'] = { preferred_username: 'xu', groups: ['managers', 'center-C001'] }
  provider.next = 's-xu'
  await page.goto('/login?next=%2Faccount')
  await page.getByText('Sign in with Group account').click()
  await page.waitForURL('**/account')
  await page.goto('/logout')
  await page.click('main form button')
  await page.waitForURL(`${provider.issuer}/session/end**`)
  await page.getByRole('button').first().click()
  await page.waitForURL(`${own.baseUrl}/login**`)
  await page.goto('/account')
  expect(new URL(page.url()).pathname).toBe('/login')
  expect(problems.filter((problem) => problem.includes('Policy'))).toEqual([])
  await browser.close()
})
