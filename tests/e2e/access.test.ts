import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { mayCheckFiles, mayOpen, ROLES } from '#app/access.ts'
import { addresses } from '#tests/support/addresses.ts'
import { cookieHeader, launch, open, signIn } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

/** The console has neither twin nor figures. */
const PATHS = addresses().filter(([page]) => page !== 'sql')
const twin = (path: string) => (path === '/' ? '/index.json' : `${path}.json`)
const singleFetch = (path: string) => (path === '/' ? '/_root.data' : `${path}.data`)
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(inject('baseUrl') + path, { headers, redirect: 'manual' })

test.each(ROLES)('%s opens what the role may open: page, twin and single fetch alike', async (role) => {
  const { context, page } = await open(browser)
  await signIn(page, role)
  const headers = { cookie: await cookieHeader(context) }
  for (const [name, path] of PATHS) {
    const allowed = mayOpen(role, name) ? 200 : 403
    expect([path, (await get(path, headers)).status]).toEqual([path, allowed])
    expect([path, (await get(twin(path), headers)).status]).toEqual([path, allowed])
    const data = await get(singleFetch(path), headers)
    const leaked = allowed === 403 && (await data.text()).includes('"figures"')
    expect([path, leaked]).toEqual([path, false])
  }
  await context.close()
})

test.each(ROLES)('%s checks a file where the role may, and finds its page from the others', async (role) => {
  const { context, page } = await open(browser)
  await signIn(page, role)
  const headers = { cookie: await cookieHeader(context) }
  const allowed = mayCheckFiles(role)
  for (const path of ['/data/check', '/data/check.data'])
    expect([path, (await get(path, headers)).status]).toEqual([path, allowed ? 200 : 403])
  const links = await page.locator('a[href="/data/check"]').count()
  expect(links > 0).toBe(allowed && !mayOpen(role, 'data'))
  await context.close()
})

test.each(['manager', 'qa', 'analyst'])('%s gets overview and center without money', async (role) => {
  const { context, page } = await open(browser)
  await signIn(page, role)
  const headers = { cookie: await cookieHeader(context) }
  for (const path of ['/index.json', '/centers/C001.json']) {
    const body = (await (await get(path, headers)).json()) as { money: unknown }
    expect(body.money).toBeNull()
  }
  for (const path of ['/', '/centers/C001', '/_root.data', '/centers/C001.data']) {
    const text = await (await get(path, headers)).text()
    // Labels of metrics are in every page; figures are not.
    expect(text).not.toMatch(/data-metric="(net_revenue|operating_profit)"/)
  }
  await context.close()
})

test('an executive gets compliance without single exams, and none of their pages', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'executive')
  const headers = { cookie: await cookieHeader(context) }
  const body = (await (await get('/compliance.json', headers)).json()) as { exams: unknown }
  expect(body.exams).toBeNull()
  expect(await (await get('/compliance', headers)).text()).not.toContain('/compliance/exams/')
  expect((await get('/compliance/exams/C001/ANY.json', headers)).status).toBe(403)
  await context.close()
})

test('without a session pages lead to the sign-in and twins answer 401', async () => {
  expect((await get('/data/check')).headers.get('location')).toBe('/login?next=%2Fdata%2Fcheck')
  for (const [, path] of PATHS) {
    const page = await get(path)
    expect([path, page.status, page.headers.get('location')]).toEqual([
      path,
      302,
      `/login?next=${encodeURIComponent(path)}`,
    ])
    expect([path, (await get(twin(path))).status]).toEqual([path, 401])
  }
})

test('a forbidden page says in the shell who may open it', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'manager', '/data')
  await page.getByText('This page is not for your role').waitFor()
  expect(await page.locator('main').innerText()).toContain('Executive, Quality assurance, Analyst, Administrator')
  await context.close()
})

test('signing out ends the session on the server, not only in the browser', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'qa')
  const headers = { cookie: await cookieHeader(context) }
  expect((await get('/throughput.json', headers)).status).toBe(200)
  await page.goto('/logout')
  await page.click('main form button')
  await page.waitForURL('**/login')
  expect((await get('/throughput.json', headers)).status).toBe(401)
  await context.close()
})

test('a change from another site is refused everywhere', async () => {
  for (const path of ['/login', '/login.data', '/logout', '/preferences']) {
    const answer = await fetch(inject('baseUrl') + path, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'username=qa&password=x',
    })
    expect([path, answer.status]).toEqual([path, 403])
  }
})

test('a wrong password is answered 401, the same for a user that does not exist', async () => {
  const post = (userName: string) =>
    fetch(`${inject('baseUrl')}/login`, {
      method: 'POST',
      body: new URLSearchParams({ username: userName, password: 'x' }),
    })
  const texts = await Promise.all(['qa', 'ghost'].map(async (name) => [(await post(name)).status, 401]))
  for (const [status, expected] of texts) expect(status).toBe(expected)
})

test('a wrong filter is answered 400 with what is wrong, an unknown center 404', async () => {
  const { context, page } = await open(browser)
  await signIn(page, 'qa')
  const headers = { cookie: await cookieHeader(context) }
  expect((await get('/throughput?from=yesterday&to=2026-03-01', headers)).status).toBe(400)
  expect((await get('/throughput.json?from=2026-03-02&to=2026-03-01', headers)).status).toBe(400)
  expect((await get('/centers/NOWHERE', headers)).status).toBe(404)
  expect((await get('/centers/NOWHERE.json', headers)).status).toBe(404)
  expect((await get('/compliance/exams/C001/NONE.json', headers)).status).toBe(404)
  expect((await get('/nowhere', headers)).status).toBe(404)
  await context.close()
})

const REFUSED: [search: string, what: string][] = [
  ['from=0001-01-01&to=0001-02-01', 'from is not between 1900 and 2199'],
  ['from=9999-12-01&to=9999-12-31', 'from is not between 1900 and 2199'],
  ['from=2026-02-30&to=2026-03-01', 'from is no day of the calendar'],
  ['center=X9', 'center X9 is unknown'],
  ['scanner=X9-CT1', 'scanner X9-CT1 is unknown'],
  ['modality=XX', 'modality XX is unknown'],
  ['compare_from=2199-01-01', 'compare_from must leave room'],
  ['baseline_from=2020-01-01', 'baseline_from needs both'],
  ['baseline_from=2020-01-01&baseline_to=2199-01-01', 'baseline_to is more than ten years'],
  ['baseline_from=2195-01-01&baseline_to=2195-02-01', 'baseline_to must not be later than'],
]

test.each(REFUSED)('%s is answered 400 by pages, twins and tables, with the reason', async (search, what) => {
  const { context, page } = await open(browser)
  await signIn(page, 'executive')
  const headers = { cookie: await cookieHeader(context) }
  for (const path of ['/', '/throughput', '/compliance', '/concordance', '/profitability']) {
    const asJson = await get(`${twin(path)}?${search}`, headers)
    expect([path, asJson.status]).toEqual([path, 400])
    expect((await asJson.json()) as unknown).toMatchObject({
      error: { code: 'queries/filter', message: expect.stringContaining(what) },
    })
    const asPage = await get(`${path}?${search}`, headers)
    expect([path, asPage.status]).toEqual([path, 400])
  }
  expect((await get(`/throughput.csv?table=centers&${search}`, headers)).status).toBe(400)
  await context.close()
})

test('the server is live, ready with the age of its snapshot, and sends a strict policy', async () => {
  expect((await get('/livez')).status).toBe(200)
  const ready = await get('/readyz')
  expect(ready.status).toBe(200)
  expect(await ready.json()).toMatchObject({ snapshot_id: expect.any(String), age_seconds: expect.any(Number) })
  const policy = (await get('/login')).headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'/)
  expect(policy).not.toContain("script-src 'unsafe-inline'")
})
