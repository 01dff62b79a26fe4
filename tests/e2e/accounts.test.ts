import { expect, inject, test } from 'vitest'
import { get, newPerson, post, signedIn } from './people.ts'

const administrator = () => signedIn('admin', inject('passwords')['admin']!)
const of = (user_name: string, roles: string[] = ['qa']) => ({
  ...{ user_name, roles, scope_kind: 'center', scope_values: 'C001' },
})

test('a person whose password somebody else chose sees nothing before they have set one', async () => {
  const admin = await administrator()
  const made = await post('/admin', { ...of('link.once'), intent: 'add', roles: 'qa' } as never, admin)
  const token = /\/password\?token=([\w-]{43})/.exec(await made.text())![1]!
  const next = 'a password of my own'
  expect((await post('/password', { token, next, again: 'another one of them' })).status).toBe(400)
  expect((await post('/password', { token, next: 'too short', again: 'too short' })).status).toBe(400)
  expect((await post('/password', { token, next, again: next })).headers.get('location')).toBe('/login?set')
  expect((await post('/password', { token, next, again: next })).status).toBe(400)
  expect((await get('/throughput.json', await signedIn('link.once', next))).status).toBe(200)
})

test('a changed password ends every session, a stolen one too', async () => {
  const admin = await administrator()
  const first = await newPerson(admin, of('changes.it'))
  expect((await get('/account', first)).status).toBe(200)
  const wrong = { intent: 'password', current: 'guess', next: 'a password of my own', again: 'a password of my own' }
  expect((await post('/account', wrong, first)).status).toBe(400)
  await post('/admin', { intent: 'end_sessions', user_name: 'changes.it' }, admin)
  expect((await get('/throughput.json', first)).status).toBe(401)
  expect((await get('/account', first)).status).toBe(302)
})

test('rights that are taken away are gone with the next request', async () => {
  const admin = await administrator()
  const cookie = await newPerson(admin, of('loses.them', ['executive']))
  expect((await get('/profitability.json', cookie)).status).toBe(200)
  await post('/admin', { ...of('loses.them'), intent: 'change', roles: 'manager' } as never, admin)
  expect((await get('/profitability.json', cookie)).status).toBe(403)
  await post('/admin', { ...of('loses.them'), intent: 'change', roles: 'manager', disabled: '1' } as never, admin)
  expect((await get('/throughput.json', cookie)).status).toBe(401)
})

test('a token reads twins of its centers, and opens neither pages nor exports nor the console', async () => {
  const admin = await administrator()
  await newPerson(admin, { user_name: 'reads.by.token', roles: ['qa'], scope_kind: 'all' })
  const form = { intent: 'token', user_name: 'reads.by.token', name: 'BI', centers: 'C001', days: '10' }
  const token = /isocenter_[\w-]{43}/.exec(await (await post('/admin', form, admin)).text())![0]
  const by = (path: string, method = 'GET') =>
    fetch(inject('baseUrl') + path, { method, redirect: 'manual', headers: { authorization: `Bearer ${token}` } })
  const answer = await by('/throughput.json')
  expect(answer.status).toBe(200)
  expect(await answer.text()).not.toMatch(/C00[234]/)
  expect((await by('/centers/C002.json')).status).toBe(404)
  expect((await by('/profitability.json')).status).toBe(403)
  for (const path of ['/throughput', '/sql', '/account', '/admin'])
    expect([path, (await by(path)).status]).toEqual([path, 302])
  expect((await by('/export?panel=throughput.centers&format=csv')).status).toBe(401)
  expect((await by('/sql/run', 'POST')).ok).toBe(false)
  expect((await get('/throughput.json', '', { authorization: 'Bearer isocenter_guess' })).status).toBe(401)
})

test('another person’s saved query and history are not there', async () => {
  const admin = await administrator()
  const [one, other] = [await newPerson(admin, of('saves.it')), await newPerson(admin, of('looks.for.it'))]
  const saved = await post('/sql/saved', { name: 'mine', sql: "SELECT 'only mine'", shared_with: 'nobody' }, one)
  const address = saved.headers.get('location')!
  expect(await (await get(address, one)).text()).toContain('only mine')
  expect(await (await get(address, other)).text()).not.toContain('only mine')
  const id = new URL(address, 'http://host').searchParams.get('saved')!
  expect((await post('/sql/saved', { intent: 'delete', id }, other)).ok).toBe(false)
  expect(await (await get(address, one)).text()).toContain('only mine')
})

test('what people do is found in the trail: statements that no history keeps, denials, exports', async () => {
  const admin = await administrator()
  const cookie = await newPerson(admin, of('leaves.a.trail'))
  await post('/sql/run', { sql: "SELECT 'quiet one'", quiet: '1' }, cookie)
  await post('/sql/run', { sql: 'SELECT * FROM charge' }, cookie)
  await get('/profitability', cookie)
  await get('/compliance/audit.json', cookie)
  await get('/export?panel=throughput.centers&format=csv', cookie)
  await post('/sql/saved', { intent: 'clear_history' }, cookie)
  const csv = await (await get('/admin/audit.csv?user=leaves.a.trail', admin)).text()
  expect(csv).toContain('quiet one')
  expect(csv).toMatch(/,query,.*refused/)
  expect(csv).toMatch(/,access_refused,.*profitability/)
  expect(csv).toMatch(/,page_read,.*audit/)
  expect(csv).toMatch(/,export,.*throughput\.centers/)
  const page = await (await get('/admin?view=trail&user=leaves.a.trail&kind=query', admin)).text()
  expect(page).toContain('quiet one')
})

test('paths that are tricks, methods that are pretended and other methods open nothing', async () => {
  for (const path of [
    '/throughput/..%2fdata.json',
    '/data.JSON',
    '//data.json',
    '/data%2ejson',
    '/Data',
    '/data/',
    '/data.json/',
  ])
    expect([path, (await get(path)).status === 200]).toEqual([path, false])
  const admin = await administrator()
  const cookie = await newPerson(admin, of('pretends', ['manager']))
  for (const path of ['/data.JSON', '/DATA.json', '/data/', '/DATA', '/data.data'])
    expect([path, /"runs"|<table/.test(await (await get(path, cookie)).text())]).toEqual([path, false])
  const pretended = await get('/admin?_method=POST&intent=add', cookie, { 'x-http-method-override': 'POST' })
  expect(pretended.status).toBe(403)
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    const answer = await fetch(`${inject('baseUrl')}/admin`, { method, headers: { cookie }, body: 'intent=add' })
    expect([method, answer.ok]).toEqual([method, false])
  }
})

test('a file of people is looked over first, then its sound rows are applied with a link for each who is new', async () => {
  const admin = await administrator()
  const text = [
    'user_name,display_name,roles,scope_kind,scope_values',
    'from.a.file,From A File,manager;qa,center,C001',
    'wrong.center,Wrong,manager,center,C999',
  ].join('\n')
  const looked = await (await post('/admin?view=import', { intent: 'look_over', text }, admin)).text()
  expect(looked).toContain('a center, province or kind that is not known')
  expect(await (await get('/admin', admin)).text()).not.toContain('from.a.file')
  const applied = await (await post('/admin?view=import', { intent: 'apply', text }, admin)).text()
  expect(applied.match(/\/password\?token=[\w-]{43}/g)).toHaveLength(1)
  const list = await (await get('/admin', admin)).text()
  expect(list).toContain('from.a.file')
  expect(list).not.toContain('wrong.center')
  expect((await post('/admin', { intent: 'invent' }, admin)).status).toBe(400)
})
