import { beforeAll, expect, inject, test } from 'vitest'
import { mayOpen, mayOpenPanel, ROLES, type Person, type Role } from '#app/access.ts'
import type { PageName } from '#app/page-list.ts'
import { isPanelPage, panels } from '#queries/pages.ts'
import { addresses } from '#tests/support/addresses.ts'
import { get, newPerson, post, signedIn, type Cookie } from './people.ts'
import { ask } from './warehouse.ts'

/** Everybody here works for C001; C002 to C004 are somebody else's. */
const OWN = 'C001'
const FOREIGN = /C00[234]|Shanghai Imaging|Urumqi Imaging|Chengdu Imaging|上海第2|乌鲁木齐第3|成都第4/
const PERIOD = 'from=2026-02-01&to=2026-03-01'

const ofOwn = (role: Role): Person => ({ roles: [role], scope: { kind: 'center', values: [OWN] } })
const twin = (path: string) => (path === '/' ? '/index.json' : `${path}.json`)
const singleFetch = (path: string) => (path === '/' ? '/_root.data' : `${path}.data`)
const withPeriod = (path: string) => `${path}${path.includes('?') ? '&' : '?'}${PERIOD}`

const cookies = {} as Record<Role, Cookie>
let admin: Cookie
let own: [PageName, string][]
let foreign: [PageName, string][]

const codesOf = async (center: string) => {
  const [exam] = await ask(
    `SELECT accession_no FROM mart.exam_compliance WHERE center_code = '${center}' ORDER BY ALL LIMIT 1`,
  )
  return {
    center_code: center,
    protocol_code: 'CT-CHEST',
    product_code: 'AI-CHEST',
    scanner_id: `${center}-CT1`,
    accession_no: String(exam?.['accession_no'] ?? 'NONE'),
  }
}

beforeAll(async () => {
  admin = await signedIn('admin', inject('passwords')['admin']!)
  for (const role of ROLES)
    cookies[role] = await newPerson(admin, {
      user_name: `${role}.of.one`,
      roles: [role],
      scope_kind: 'center',
      scope_values: OWN,
    })
  own = addresses(await codesOf(OWN))
  const codes = await codesOf('C002')
  foreign = addresses(codes).filter(([, path]) => path.includes('C002'))
})

/** The console has neither twin nor figures. */
const isFigures = ([page]: [PageName, string]) => page !== 'sql'

test.each(ROLES)('%s of one center gets its pages, twins and data, and no word of another center', async (role) => {
  const person = ofOwn(role)
  for (const [page, path] of own) {
    const allowed = mayOpen(person, page) ? 200 : 403
    const paths = [path, ...(isFigures([page, path]) ? [twin(path), singleFetch(path)] : [])].map(withPeriod)
    for (const one of paths) {
      const answer = await get(one, cookies[role])
      const text = await answer.text()
      // What only a script asks for says its refusal in its body.
      if (!one.includes('.data')) expect([one, answer.status]).toEqual([one, allowed])
      expect([one, FOREIGN.exec(text)?.[0] ?? null]).toEqual([one, null])
    }
  }
})

test('nobody gets anything but the way to the sign-in', async () => {
  for (const [page, path] of [...own, ...foreign]) {
    expect([path, (await get(path)).status]).toEqual([path, 302])
    if (isFigures([page, path])) {
      expect([path, (await get(twin(path))).status]).toEqual([path, 401])
      expect([path, (await (await get(singleFetch(path))).text()).includes('"figures"')]).toEqual([path, false])
    }
  }
  for (const path of [
    '/export?panel=throughput.centers&format=csv',
    '/throughput.csv?table=centers',
    '/data/rejects.csv',
  ])
    expect([path, (await get(path)).status]).toEqual([path, 401])
  for (const path of ['/compliance/audit/list.csv', '/data/events', '/admin/audit.csv'])
    expect([path, (await get(path)).status]).toEqual([path, 401])
  expect((await get('/admin')).headers.get('location')).toBe('/login?next=%2Fadmin')
  expect((await get('/account')).headers.get('location')).toBe('/login?next=%2Faccount')
})

test.each(ROLES)('%s of one center finds nothing at the addresses of another', async (role) => {
  const person = ofOwn(role)
  for (const [page, path] of foreign) {
    const allowed = mayOpen(person, page) ? 404 : 403
    for (const one of [path, twin(path)]) {
      const answer = await get(withPeriod(one), cookies[role])
      expect([one, answer.status]).toEqual([one, allowed])
      // The address may be said again; what stands behind it may not.
      expect([one, /Shanghai|上海/.exec(await answer.text())?.[0] ?? null]).toEqual([one, null])
    }
  }
})

const POLLUTED = [
  'center=C002',
  'center=C001&center=C002',
  'center=C002&center=C001',
  'scanner=C002-CT1',
  'province=%E4%B8%8A%E6%B5%B7',
]

test.each(ROLES)('%s of one center gets no other by a filter, alone or beside their own', async (role) => {
  const person = ofOwn(role)
  for (const page of ['overview', 'throughput', 'compliance', 'concordance', 'profitability'] as const) {
    const path = page === 'overview' ? '/' : `/${page}`
    for (const search of POLLUTED) {
      const answer = await get(`${twin(path)}?${search}&${PERIOD}`, cookies[role])
      const allowed = mayOpen(person, page) ? 400 : 403
      expect([path, search, answer.status]).toEqual([path, search, allowed])
      expect(Object.keys((await answer.json()) as object)).toEqual(['error'])
    }
  }
})

test.each(ROLES)(
  '%s of one center takes away rows of their center only, from every panel',
  async (role) => {
    const person = ofOwn(role)
    const codes = await codesOf(OWN)
    for (const [page] of own) {
      if (!isPanelPage(page)) continue
      for (const { id } of panels[page]) {
        const search = new URLSearchParams({ panel: `${page}.${id}`, format: 'csv', ...codes })
        const address = `/export?${search}&${PERIOD}`
        const answer = await get(address, cookies[role])
        const text = await answer.text()
        const allowed = mayOpen(person, page) ? [200, 404] : [403]
        expect([address, allowed.includes(answer.status)]).toEqual([address, true])
        expect([address, FOREIGN.exec(text)?.[0] ?? null]).toEqual([address, null])
        const statement = await get(`/sql/panel?${search}&${PERIOD}`, cookies[role])
        const location = decodeURIComponent(statement.headers.get('location') ?? '')
        expect([address, FOREIGN.exec(location)?.[0] ?? null]).toEqual([address, null])
        if (!mayOpenPanel(person, page, `${page}.${id}`)) expect([address, statement.status]).toEqual([address, 403])
      }
    }
  },
  180_000,
)

const FILES: [PageName, string][] = [
  ['overview', '/index.csv?table=centers'],
  ['overview', '/index.csv?table=attention'],
  ['throughput', '/throughput.csv?table=centers'],
  ['throughput', '/throughput.csv?table=scanners'],
  ['compliance', '/compliance.csv?table=centers'],
  ['compliance', '/compliance.csv?table=drift'],
  ['profitability', '/profitability.csv?table=centers'],
  ['audit', '/compliance/audit/list.csv?x=1'],
  ['mapping', '/compliance/mapping/step_aliases.csv?x=1'],
  ['data', '/data/rejects.csv?x=1'],
]

test.each(ROLES)(
  '%s of one center takes away files of their center only, and finds no other in a search',
  async (role) => {
    for (const [page, path] of FILES) {
      const answer = await get(`${path}&${PERIOD}`, cookies[role])
      expect([path, answer.status]).toEqual([path, mayOpen(ofOwn(role), page) ? 200 : 403])
      expect([path, FOREIGN.exec(await answer.text())?.[0] ?? null]).toEqual([path, null])
    }
    const check = await get('/data/check', cookies[role])
    expect([check.status, FOREIGN.exec(await check.text())?.[0] ?? null]).toEqual([200, null])
    const found = (await (await get('/options?add_center=C0&add_scanner=CT', cookies[role])).json()) as {
      center: { options: { center_code: string }[] }
      scanner: { options: { center_code: string }[] }
    }
    const centers = [...found.center.options, ...found.scanner.options].map((option) => option.center_code)
    expect(new Set(centers)).toEqual(new Set([OWN]))
  },
)

interface Rows {
  ok: boolean
  result?: { rows: unknown[][] }
  problem?: { code: string; message: string }
}
const run = async (sql: string, cookie: Cookie): Promise<Rows> =>
  (await (await post('/sql/run', { sql }, cookie)).json()) as Rows

test.each(ROLES)('the console of %s of one center holds their rows of every table, and no plan', async (role) => {
  const cookie = cookies[role]
  const tables = await run('SELECT schema_name, table_name FROM duckdb_tables()', cookie)
  expect(tables.result!.rows.length).toBeGreaterThan(20)
  for (const [schema, table] of tables.result!.rows as [string, string][]) {
    const answer = await run(`SELECT t::VARCHAR FROM ${schema}.${table} t`, cookie)
    const text = JSON.stringify(answer.result?.rows ?? [])
    expect([table, answer.ok, FOREIGN.exec(text)?.[0] ?? null]).toEqual([table, true, null])
  }
  expect((await run('SELECT count(*) FROM stored.main.center', cookie)).ok).toBe(false)
  expect(await run('EXPLAIN SELECT * FROM exam', cookie)).toMatchObject({ problem: { code: 'refused' } })
  expect(await run('SELECT sum(estimated_size) FROM duckdb_tables()', cookie)).toMatchObject({
    result: { rows: [[null]] },
  })
})

test('an error that only a row of another center could cause is not caused', async () => {
  const boom =
    "SELECT count(*) > 0 FROM mart.center_day WHERE CASE WHEN center_code <> 'C001' THEN CAST('boom' AS INTEGER) > 0 ELSE true END"
  const cast = "SELECT count(*) FROM center WHERE CAST(replace(center_code, 'C001', '1') AS INTEGER) = 1"
  expect(await run(cast, cookies.manager)).toMatchObject({ ok: true, result: { rows: [[1]] } })
  expect(await run(boom, cookies.manager)).toMatchObject({ ok: true, result: { rows: [[true]] } })
})

test.each(ROLES)('%s of one center administers nothing and starts nothing', async (role) => {
  const cookie = cookies[role]
  expect((await get('/admin', cookie)).status).toBe(403)
  expect((await get('/admin?view=trail', cookie)).status).toBe(403)
  expect((await get('/admin/audit.csv', cookie)).status).toBe(403)
  for (const intent of ['add', 'change', 'invite', 'token', 'apply'])
    expect([intent, (await post('/admin', { intent, user_name: 'admin' }, cookie)).status]).toEqual([intent, 403])
  expect((await post('/data', { intent: 'start-run' }, cookie)).status).toBe(403)
  expect((await get('/data/events', cookie)).status).toBe(403)
})

test('every role of all centers but the administrator’s is refused by administration', async () => {
  for (const role of ROLES) {
    const cookie = await signedIn(role, inject('passwords')[role]!)
    expect([role, (await get('/admin', cookie)).status]).toEqual([role, role === 'admin' ? 200 : 403])
  }
})

test('a deviation of another center cannot be marked', async () => {
  const [row] = await ask(
    "SELECT center_code, accession_no, step, parameter FROM mart.deviation WHERE center_code = 'C002' LIMIT 1",
  )
  const { center_code, accession_no, step, parameter } = row as Record<string, string | null>
  const form = {
    case: JSON.stringify([center_code, accession_no, step ?? '', parameter ?? '']),
    state: 'training',
  }
  const marked = await post('/compliance/audit', form, cookies.qa)
  expect(marked.status).toBe(400)
})

test('figures of one center are those of the whole network under the filter of that center', async () => {
  for (const path of ['/throughput.json', '/compliance.json', '/concordance.json']) {
    const [mine, filtered] = await Promise.all([
      get(`${path}?${PERIOD}`, cookies.admin).then((answer) => answer.json()),
      get(`${path}?${PERIOD}&center=C001`, admin).then((answer) => answer.json()),
    ])
    expect([path, (mine as { figures: unknown }).figures]).toEqual([path, (filtered as { figures: unknown }).figures])
  }
})

test('whoever works for one center lands on its page, and reaches the overview from there', async () => {
  expect((await get('/', cookies.manager)).headers.get('location')).toBe('/centers/C001')
  expect((await get('/', cookies.manager, { 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  expect((await get('/login', cookies.manager)).headers.get('location')).toBe('/centers/C001')
  expect((await get('/', admin)).status).toBe(200)
})

test('answers are not kept for somebody else: the same address has another ETag for another scope', async () => {
  const [mine, all] = await Promise.all(
    [cookies.admin, admin].map((cookie) => get(`/throughput.json?${PERIOD}`, cookie)),
  )
  expect(mine!.headers.get('etag')).not.toBe(all!.headers.get('etag'))
  const asked = await get(`/throughput.json?${PERIOD}`, cookies.admin, {
    'if-none-match': all!.headers.get('etag') ?? '',
  })
  expect(asked.status).toBe(200)
})
