import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { MOST_STREAMS } from '#app/server/fair-use.ts'
import { freePort } from '#tests/support/free-port.ts'
import { startServer, type Started } from './global-setup.ts'

const base = inject('baseUrl')
const passwords = inject('passwords')

/** The cookie of somebody who has signed in. */
async function signIn(role: string, at = base, password = passwords[role]!): Promise<string> {
  const body = new URLSearchParams({ username: role, password })
  const answer = await fetch(`${at}/login`, { method: 'POST', body, redirect: 'manual' })
  expect(answer.status).toBe(303)
  return answer.headers.get('set-cookie')!.split(';')[0]!
}

let cookie: string
beforeAll(async () => {
  cookie = await signIn('admin')
})
const get = (address: string, headers: Record<string, string> = {}) =>
  fetch(base + address, { headers: { cookie, ...headers }, redirect: 'manual' })
const post = (address: string, body: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(base + address, {
    ...{ method: 'POST', redirect: 'manual' as const, body: new URLSearchParams(body) },
    headers: { cookie, ...headers },
  })

test('pages, their data, twins, files and refusals are kept by nobody and differ by cookie; only built files are public', async () => {
  const mine = ['/', '/throughput', '/throughput.data', '/throughput.json', '/sql', '/methods', '/data/rejects.csv']
  for (const address of [...mine, '/nowhere', '/login', '/profitability.json?from=x']) {
    const { headers } = await get(address)
    expect([address, headers.get('cache-control')]).toEqual([address, expect.stringMatching(/^private, no-store/)])
    expect([address, headers.get('vary')]).toEqual([address, expect.stringMatching(/^Cookie\b/)])
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    // Nobody speaks TLS here.
    expect(headers.get('strict-transport-security')).toBeNull()
  }
  const refused = await fetch(`${base}/throughput.json`)
  expect([refused.status, refused.headers.get('cache-control')]).toEqual([401, 'private, no-store'])
  expect((await fetch(`${base}/favicon.svg`)).headers.get('cache-control')).toMatch(/^public/)
})

test('answers tell browsers to guess no types, be framed nowhere and leak no address, and pages say markup as text', async () => {
  const markup = '<script>alert(1)</script>'
  const page = await get(`/throughput?${new URLSearchParams({ 'find.centers': markup })}`)
  const text = await page.text()
  expect([text.includes(markup), text.includes('&lt;script&gt;alert(1)')]).toEqual([false, true])
  for (const address of ['/', '/throughput.json', '/export?panel=throughput.centers&format=csv', '/favicon.svg']) {
    const { headers } = await get(address)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
    const policy = headers.get('content-security-policy') ?? ''
    for (const rule of ["frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'self';"])
      expect([address, rule, `${policy};`.includes(rule)]).toEqual([address, rule, true])
    for (const name of ['access-control-allow-origin', 'x-powered-by', 'server']) expect(headers.has(name)).toBe(false)
  }
  const file = await get('/export?panel=throughput.centers&format=csv')
  expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="/)
})

test('a twin that has not changed is not sent again to whoever asks by its tag', async () => {
  const tag = (await get('/throughput.json')).headers.get('etag')!
  expect((await get('/throughput.json', { 'if-none-match': tag })).status).toBe(304)
})

test('wrong methods and bodies are 4xx on every kind of address', async () => {
  for (const address of ['/', '/throughput.json', '/sql/run', '/logout', '/login', '/data']) {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      expect([address, (await fetch(base + address, { method, headers: { cookie } })).status]).toEqual([address, 405])
    for (const type of ['application/json', 'text/plain', 'multipart/form-data']) {
      const answer = await fetch(base + address, {
        method: 'POST',
        body: '{}',
        headers: { cookie, 'content-type': type },
      })
      expect([address, answer.status]).toEqual([address, 415])
    }
  }
  // Nobody was signed out by any of it.
  expect((await get('/throughput.json')).status).toBe(200)
})

const FORMS = [
  ...['/login', '/password', '/preferences', '/account', '/admin', '/plan', '/data', '/compliance/audit'],
  ...['/concordance/cases', '/sql', '/sql/run', '/sql/explain', '/sql/export', '/sql/saved', '/sql/link'],
]

test('a form whose parts cannot be read is 400 wherever one is taken', async () => {
  const part = '--x\r\nContent-Disposition: form-data; name="sql"\r\n\r\nSELECT 1'
  for (const address of FORMS)
    for (const body of ['no parts at all', part, `${part}\r\n--y--\r\n`]) {
      const headers = { cookie, 'content-type': 'multipart/form-data; boundary=x' }
      const { status } = await fetch(base + address, { method: 'POST', body, headers, redirect: 'manual' })
      expect([address, body, status]).toEqual([address, body, 400])
    }
})

test('nothing that can be typed into an address is a fault of ours', async () => {
  const pages = [
    '/',
    '/throughput',
    '/compliance/audit',
    '/plan',
    '/data',
    '/sql',
    '/methods',
    '/admin',
    '/centers/C001',
  ]
  const searches = [
    ...[
      '%',
      '%ff=%fe',
      'center=%ff',
      'center=%00',
      'from=9999-99-99&to=x',
      'from=2026-02-01&from=2026-03-01&to=2026-04-01',
    ],
    ...['page=-1', 'page=1e99', 'sort.centers=__proto__', 'find.x=%00', 'line=constructor', 'view=__proto__', 'by=%00'],
    ...['run=%00', 'q=%00', 'saved=%00', 'panel=__proto__.x', '_routes=zzz', '__proto__[x]=1', 'x=1&'.repeat(2000)],
  ]
  for (const [place, page] of pages.entries())
    for (const search of searches.filter((_, i) => (i + place) % 3 === 0)) {
      const { status } = await get(`${page}?${search}`)
      expect([page, search, status < 500]).toEqual([page, search, true])
    }
  expect((await get('/methods?%')).status).toBe(200)
  for (const path of [
    '/centers/%2e%2e',
    '/protocols/__proto__',
    '/products/constructor.json',
    '/a//b',
    '/__manifest?p=%',
  ])
    expect([path, (await get(path)).status < 500]).toEqual([path, true])
})

test('a statement of 50,000 Chinese characters runs; a longer one is refused by its characters', async () => {
  const sql = (n: number) => `SELECT 1 AS n -- ${'影'.repeat(n - 17)}`
  const ran = await post('/sql/run', { sql: sql(50_000) })
  expect(await ran.json()).toMatchObject({ ok: true, result: { rows: [[1]] } })
  expect(await (await post('/sql/run', { sql: sql(50_001) })).json()).toMatchObject({ problem: { code: 'too_long' } })
})

test('the console without scripts sends the hundred rows that it shows, of ten thousand', async () => {
  const wide = "SELECT range AS n, repeat('x', 200) AS text FROM range(10000)"
  const page = await (await post('/sql', { sql: wide, page: '100' })).text()
  expect(page.match(/<tr class/g)).toHaveLength(100)
  expect(page).toContain('>9999<')
  expect(page.split('x'.repeat(200)).length).toBeLessThan(300)
})

test('one person has six streams of events and no more', async () => {
  const abort = new AbortController()
  const open = Array.from({ length: MOST_STREAMS }, () =>
    fetch(`${base}/data/events`, { headers: { cookie }, signal: abort.signal }),
  )
  expect((await Promise.all(open)).map(({ status }) => status)).toEqual(open.map(() => 200))
  const more = await get('/data/events')
  expect([more.status, more.headers.get('retry-after')]).toEqual([429, '30'])
  const other = await fetch(`${base}/data/events`, { headers: { cookie: await signIn('qa') }, signal: abort.signal })
  expect(other.status).toBe(200)
  abort.abort()
})

test('signing out clears the browser', async () => {
  const own = await signIn('qa')
  const answer = await post('/logout', {}, { cookie: own })
  expect([answer.status, answer.headers.get('clear-site-data')]).toEqual([303, '"cache", "storage"'])
  expect((await fetch(`${base}/throughput.json`, { headers: { cookie: own } })).status).toBe(401)
})

let folder: string
let own: Started
let metricsPort: number
let log = ''
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'isocenter-server-'))
  cpSync(inject('dataDir'), folder, { recursive: true, filter: (file) => !/app\.db/.test(file) })
  metricsPort = await freePort()
  own = await startServer({
    ...process.env,
    FIRST_ACCOUNTS: 'roles',
    DATA_DIR: folder,
    METRICS_PORT: String(metricsPort),
    TRUST_PROXY: '1',
  })
  own.server.stdout!.on('data', (chunk) => (log += String(chunk)))
})
afterAll(() => {
  own.server.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const ENDLESS = 'SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b'

test('behind a proxy with TLS the cookie is secure, and browsers stay with TLS', async () => {
  const body = new URLSearchParams({ username: 'admin', password: own.passwords.admin! })
  const headers = { 'x-forwarded-proto': 'https' }
  const answer = await fetch(`${own.baseUrl}/login`, { method: 'POST', body, headers, redirect: 'manual' })
  expect(answer.headers.get('set-cookie')).toMatch(/^__Host-isocenter=.*; HttpOnly; SameSite=Lax.*; Secure$/)
  expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
})

test('figures are on a port of their own, the log says who asked for which page, and a stop ends running statements', async () => {
  const mine = await signIn('admin', own.baseUrl, own.passwords.admin!)
  const exam = '/compliance/exams/C001/ACC4711secret'
  await (await fetch(own.baseUrl + exam, { headers: { cookie: mine } })).text()
  const body = new URLSearchParams({ sql: ENDLESS })
  const running = fetch(`${own.baseUrl}/sql/run`, { method: 'POST', body, headers: { cookie: mine } })
  const metrics = async (name: string) => {
    const said = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
    return said.split('\n').filter((line) => line.startsWith(name))
  }
  await expect
    .poll(() => metrics('isocenter_sql_statements{state="running"}'))
    .toEqual(['isocenter_sql_statements{state="running"} 1'])
  expect((await metrics('isocenter_http_request_seconds_count')).join()).toContain(
    'route="/compliance/exams/:center_code/:accession_no"',
  )
  expect((await fetch(`${own.baseUrl}/metrics`, { headers: { cookie: mine } })).status).toBe(404)

  const ended = new Promise((resolve) => own.server.once('close', resolve))
  own.server.kill('SIGTERM')
  expect(await (await running).json()).toMatchObject({ problem: { code: 'cancelled' } })
  expect(await ended).toBe(0)
  expect(log).toMatch(/"method":"GET","route":"\/compliance\/exams\/:center_code\/:accession_no","status":\d+/)
  expect(log).toContain('"person":"admin"')
  expect(log).not.toContain('4711secret')
  expect(log).not.toContain('1000000')
}, 60_000)
