import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { delay, HttpResponse } from 'msw'
import { afterEach, expect, test, vi } from 'vitest'
import { retryAfter } from '#etl/sources/request.ts'
import { SourcePass } from '#etl/sources/fetch-source.ts'
import { systemClock } from '#etl/sources/clock.ts'
import { ADDRESS, failing, json, mockServer, records, replies, secret, World } from './world.ts'

const server = mockServer()
afterEach(() => vi.unstubAllEnvs())

const page = json({ items: records('a') })
const text = (body: string | Buffer) => () =>
  new HttpResponse(new Uint8Array(Buffer.from(body)), { headers: { 'content-type': 'application/json' } }) as Response

test('429 is asked again when Retry-After says, in seconds or as a date', async () => {
  for (const value of ['7', 'Thu, 05 Mar 2026 02:00:07 GMT']) {
    const world = new World()
    const { handler, asked } = replies(ADDRESS, failing(429, { 'retry-after': value }), page)
    server.use(handler)
    expect(await world.fetch()).toMatchObject({ status: 'complete', requests: 2 })
    expect(asked).toHaveLength(2)
    expect(world.clock.slept).toEqual([7000])
  }
})

test('a Retry-After beyond the limit waits as long as the limit, one in the past not at all, nonsense backs off', async () => {
  const world = new World({ retry: { most_wait_seconds: 60 } })
  server.use(replies(ADDRESS, failing(429, { 'retry-after': '86400' }), page).handler)
  expect(await world.fetch()).toMatchObject({ status: 'complete' })
  expect(world.clock.slept).toEqual([60_000])
  const now = Date.parse('2026-03-05T02:00:00Z')
  expect(retryAfter('Thu, 05 Mar 2026 01:00:00 GMT', now)).toBe(0)
  expect(retryAfter('soon', now)).toBeNull()
  expect(retryAfter('-5', now)).toBeNull()
})

test('500 is asked again after a pause that doubles, jittered over its whole length, up to the most', async () => {
  const world = new World({ retry: { base_seconds: 2, most_seconds: 5, attempts: 5 } })
  server.use(replies(ADDRESS, failing(500), failing(503), failing(502), failing(504), page).handler)
  expect(await world.fetch()).toMatchObject({ status: 'complete', requests: 5 })
  // The jitter of the test's clock is one half.
  expect(world.clock.slept).toEqual([1000, 2000, 2500, 2500])
})

test('a server that stays down is reported with its status and attempts, and nothing of what it said', async () => {
  const world = new World({ retry: { attempts: 3 } })
  server.use(replies(ADDRESS, failing(500)).handler)
  const outcome = await world.fetch()
  expect(outcome).toMatchObject({ status: 'failed', error_code: 'etl/source-unavailable', requests: 3, pages: 0 })
  expect(outcome.error_message).toContain(`${ADDRESS} answered 500`)
  expect(outcome.error_message).toContain('3 attempts')
  expect(outcome.error_message).not.toMatch(/Li Ming|1380/)
})

test('a status that will not pass is not asked again', async () => {
  const world = new World()
  server.use(replies(ADDRESS, failing(403)).handler)
  expect(await world.fetch()).toMatchObject({ status: 'failed', error_code: 'etl/source-refused', requests: 1 })
})

test('a slow server times out before it answers and within an answer, and is asked again', async () => {
  const never = async () => {
    await delay('infinite')
    return HttpResponse.json({}) as Response
  }
  const stalled = () =>
    new HttpResponse(
      new ReadableStream({
        start: (c) => c.enqueue(new TextEncoder().encode('{"items":[')),
      }),
    ) as Response
  for (const slow of [never, stalled]) {
    const world = new World({ timeouts: { answer_seconds: 0.05, idle_seconds: 0.05 }, retry: { attempts: 2 } })
    server.use(replies(ADDRESS, slow).handler)
    expect(await world.fetch()).toMatchObject({ status: 'failed', error_code: 'etl/source-timeout', requests: 2 })
    expect(world.names()).toEqual([])
  }
})

test('a run that is stopped waits neither for a pause nor for an answer, and keeps what landed', async () => {
  const never = async () => {
    await delay('infinite')
    return HttpResponse.json({}) as Response
  }
  for (const second of [failing(503, { 'retry-after': '200' }), never]) {
    const world = new World({ paging: { type: 'cursor', parameter: 'after', next: '/next' } })
    const stop = new AbortController()
    const { handler } = replies(ADDRESS, json({ items: records('a'), next: '1' }), () => {
      setTimeout(() => stop.abort(), 20)
      return second()
    })
    server.use(handler)
    const outcome = await new SourcePass(world, world.source, systemClock, stop.signal).run(null, () => undefined)
    expect(outcome).toMatchObject({ status: 'failed', error_code: 'etl/source-stopped', pages: 1, files: 1 })
    expect((await world.state()).session?.position).toEqual({ cursor: '1' })
  }
})

test('a connection that breaks off within a page is asked again', async () => {
  const world = new World()
  const broken = () =>
    new HttpResponse(
      new ReadableStream({
        start: (c) => c.enqueue(new TextEncoder().encode('{"items":[')),
        pull: (c) => c.error(new Error('reset')),
      }),
    ) as Response
  server.use(replies(ADDRESS, broken, page).handler)
  expect(await world.fetch()).toMatchObject({ status: 'complete', requests: 2 })
})

test('a host that cannot be reached is reported', async () => {
  const world = new World({ retry: { attempts: 1 } })
  server.use(replies(ADDRESS, () => HttpResponse.error() as Response).handler)
  expect(await world.fetch()).toMatchObject({ status: 'failed', error_code: 'etl/source-connection' })
})

test('torn and malformed pages are asked again, then reported, and nothing of them lands', async () => {
  const whole = JSON.stringify({ items: records('Wang', 'b') })
  const bodies = [
    whole.slice(0, -9),
    '<html>maintenance</html>',
    '',
    '{"items":{"a":1}}',
    '{"rows":[]}',
    '{"items":[{"a":1},7]}',
    Buffer.concat([Buffer.from('{"items":[{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}]}')]),
  ]
  for (const body of bodies) {
    const mended = new World()
    server.use(replies(ADDRESS, text(body), page).handler)
    expect(await mended.fetch(), String(body)).toMatchObject({ status: 'complete', requests: 2, files: 1 })
    const lasting = new World({ retry: { attempts: 2 } })
    server.use(replies(ADDRESS, text(body)).handler)
    const outcome = await lasting.fetch()
    expect(outcome).toMatchObject({ status: 'failed', error_code: 'etl/source-malformed-page', requests: 2 })
    expect(outcome.error_message).not.toContain('Wang')
    expect(lasting.names()).toEqual([])
  }
})

test('a torn gzip file is asked again, a whole one is unpacked, and one that grows beyond the limit is refused', async () => {
  const packed = gzipSync('{"accession_no":"a"}\n')
  const world = new World({ format: 'ndjson', records: '' })
  server.use(replies(ADDRESS, text(packed.subarray(0, -6)), text(packed)).handler)
  expect(await world.fetch()).toMatchObject({ status: 'complete', requests: 2, records: 1 })
  const small = new World({ format: 'ndjson', records: '', limits: { page_bytes: 1000 } })
  server.use(replies(ADDRESS, text(gzipSync(Buffer.alloc(1_000_000, 32)))).handler)
  expect(await small.fetch()).toMatchObject({ status: 'failed', error_code: 'etl/source-page-too-large', requests: 1 })
})

test('an answer beyond the limit is broken off while it comes', async () => {
  const world = new World({ limits: { page_bytes: 100_000 } })
  let sent = 0
  const endless = () =>
    new HttpResponse(
      new ReadableStream({
        pull: (c) => {
          sent += 10_000
          c.enqueue(new Uint8Array(10_000))
        },
      }),
    ) as Response
  server.use(replies(ADDRESS, endless).handler)
  expect(await world.fetch()).toMatchObject({ status: 'failed', error_code: 'etl/source-page-too-large' })
  expect(sent).toBeLessThan(1_000_000)
})

test('requests keep the declared rate, repeated ones too', async () => {
  const world = new World({
    paging: { type: 'cursor', parameter: 'after', next: '/next' },
    rate_limit: { requests: 30, per: 'minute' },
  })
  const at: number[] = []
  const { handler } = replies(ADDRESS, (url) => {
    at.push(world.clock.now())
    const n = url.searchParams.get('after') ?? '0'
    if (at.length === 2) return failing(503, { 'retry-after': '0' })()
    return HttpResponse.json({ items: records(`a${n}`), next: n === '2' ? null : String(Number(n) + 1) }) as Response
  })
  server.use(handler)
  expect(await world.fetch()).toMatchObject({ status: 'complete', pages: 3, requests: 4 })
  expect(at.map((t) => t - at[0]!)).toEqual([0, 2000, 4000, 6000])
})

test('a redirect within the origin is followed; one to another host is refused and the secret stays here', async () => {
  secret('SOURCE_RIS_TOKEN', 'geheim-4711')
  const auth = { type: 'bearer', token_env: 'SOURCE_RIS_TOKEN' }
  const inside = new World({ auth })
  const moved = replies('https://ris.example/v2', page)
  server.use(moved.handler, replies(ADDRESS, failing(307, { location: '/v2' })).handler)
  expect(await inside.fetch()).toMatchObject({ status: 'complete' })

  const outside = new World({ auth })
  // No handler for the other host: a request there would fail the test.
  server.use(replies(ADDRESS, failing(302, { location: 'https://evil.example/api' })).handler)
  const outcome = await outside.fetch()
  expect(outcome).toMatchObject({ status: 'failed', error_code: 'etl/source-redirect', requests: 1 })
  expect(outcome.error_message).toContain('https://evil.example')
  expect(JSON.stringify(outcome)).not.toContain('geheim')
})

test('secrets go by header, basic, or parameter, and are in no outcome and no state', async () => {
  secret('SOURCE_A', 'geheim-1\n')
  secret('SOURCE_B', 'geheim-2')
  const ways: [object, (request: Request) => string | null, string][] = [
    [{ type: 'bearer', token_env: 'SOURCE_A' }, (r) => r.headers.get('authorization'), 'Bearer geheim-1'],
    [{ type: 'header', name: 'X-Key', value_env: 'SOURCE_A' }, (r) => r.headers.get('x-key'), 'geheim-1'],
    [
      { type: 'basic', user_env: 'SOURCE_A', password_env: 'SOURCE_B' },
      (r) => r.headers.get('authorization'),
      `Basic ${btoa('geheim-1:geheim-2')}`,
    ],
    [
      { type: 'query', parameter: 'key', value_env: 'SOURCE_A' },
      (r) => new URL(r.url).searchParams.get('key'),
      'geheim-1',
    ],
  ]
  for (const [auth, read, expected] of ways) {
    const world = new World({ auth, paging: { type: 'link', next: '/next' }, retry: { attempts: 1 } })
    const seen: (string | null)[] = []
    const next = `${ADDRESS}?key=geheim-1&p=2`
    const { handler } = replies(
      ADDRESS,
      (_, request) => {
        seen.push(read(request))
        return HttpResponse.json({ items: records('a'), next }) as Response
      },
      (_, request) => {
        seen.push(read(request))
        return failing(500)()
      },
    )
    server.use(handler)
    const outcome = await world.fetch()
    expect(seen).toEqual([expected, expected])
    expect(outcome.status).toBe('failed')
    expect(JSON.stringify(outcome)).not.toContain('geheim')
    if ('parameter' in auth)
      expect(readFileSync(join(world.dataDir, 'sources/ris.json'), 'utf8')).not.toContain('geheim')
  }
})

test('a secret that is missing, or cannot be sent, is reported by its name', async () => {
  const auth = { type: 'bearer', token_env: 'SOURCE_NOT_SET' }
  expect(await new World({ auth }).fetch()).toMatchObject({ error_code: 'etl/source-secret', requests: 0 })
  secret('SOURCE_NOT_SET', 'ge\nheim')
  const outcome = await new World({ auth }).fetch()
  expect(outcome.error_message).toContain('SOURCE_NOT_SET')
  expect(outcome.error_message).not.toContain('heim')
})

const TOKENS = 'https://login.example/token'
const credentials = {
  type: 'client_credentials',
  token_address: TOKENS,
  client_id_env: 'SOURCE_ID',
  client_secret_env: 'SOURCE_SECRET',
}

test('a secret goes to the hosts that the environment names beside it, and nowhere else', async () => {
  const auth = { type: 'bearer', token_env: 'SOURCE_RIS_TOKEN' }
  // No handler: a request would fail the test.
  const hosts = { '': 'set SOURCE_RIS_HOST=ris.example', 'ris.example:8443, other.example': 'other.example only' }
  for (const [named, says] of Object.entries(hosts)) {
    secret('SOURCE_RIS_TOKEN', 'geheim-4711', named)
    const outcome = await new World({ auth }).fetch()
    expect(outcome).toMatchObject({ status: 'failed', error_code: 'etl/source-secret-host', requests: 0 })
    expect(outcome.error_message).toContain(says)
    expect(outcome.error_message).not.toContain('geheim')
  }
  secret('SOURCE_RIS_TOKEN', 'geheim-4711', 'other.example RIS.example')
  server.use(replies(ADDRESS, page).handler)
  expect(await new World({ auth }).fetch()).toMatchObject({ status: 'complete' })
})

test('a token of client credentials goes only where the credentials may go', async () => {
  secret('SOURCE_ID', 'me', 'login.example')
  secret('SOURCE_SECRET', 'geheim', 'login.example')
  const outcome = await new World({ auth: credentials }).fetch()
  expect(outcome).toMatchObject({ error_code: 'etl/source-secret-host', requests: 0 })
  expect(outcome.error_message).toContain('SOURCE_SECRET is for login.example only (SOURCE_SECRET_HOST)')
})

test('an expired token of fixed make is reported at once', async () => {
  secret('SOURCE_RIS_TOKEN', 'old')
  const world = new World({ auth: { type: 'bearer', token_env: 'SOURCE_RIS_TOKEN' } })
  server.use(replies(ADDRESS, failing(401)).handler)
  const outcome = await world.fetch()
  expect(outcome).toMatchObject({ status: 'failed', error_code: 'etl/source-unauthorized', requests: 1 })
  expect(outcome.error_message).toContain('expired')
})

test('a token from client credentials is renewed once when it has expired, and the page is asked again', async () => {
  secret('SOURCE_ID', 'me', 'login.example, ris.example')
  secret('SOURCE_SECRET', 'geheim', 'login.example, ris.example')
  const world = new World({ auth: credentials })
  const tokens = replies(TOKENS, json({ access_token: 'old', expires_in: 3600 }), json({ access_token: 'new' }))
  const seen: (string | null)[] = []
  const { handler } = replies(ADDRESS, (url, request) => {
    seen.push(request.headers.get('authorization'))
    return seen.at(-1) === 'Bearer new' ? page() : failing(401)()
  })
  server.use(tokens.handler, handler)
  expect(await world.fetch()).toMatchObject({ status: 'complete', requests: 4 })
  expect(seen).toEqual(['Bearer old', 'Bearer new'])
})

test('a second 401 with a fresh token is reported, and so is a token address that gives none', async () => {
  secret('SOURCE_ID', 'me', 'login.example, ris.example')
  secret('SOURCE_SECRET', 'geheim', 'login.example, ris.example')
  const refused = new World({ auth: credentials })
  server.use(replies(TOKENS, json({ access_token: 't' })).handler, replies(ADDRESS, failing(401)).handler)
  expect(await refused.fetch()).toMatchObject({ error_code: 'etl/source-unauthorized', requests: 4 })
  const without = new World({ auth: credentials, retry: { attempts: 2 } })
  server.use(replies(TOKENS, json({ error: 'geheim' })).handler)
  const outcome = await without.fetch()
  expect(outcome).toMatchObject({ error_code: 'etl/source-token', requests: 2 })
  expect(outcome.error_message).not.toContain('geheim')
})
