import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { newStamp } from '#etl/sources/state.ts'
import { sinceText } from '#etl/sources/watermark.ts'
import { sourceSchema } from '#etl/sources/schema.ts'
import { ADDRESS, failing, json, mockServer, records, replies, World } from './world.ts'

const server = mockServer()
const cursor = { type: 'cursor', parameter: 'after', next: '/next' }
const since = { parameter: 'since', field: '/updated_at', overlap_seconds: 60 }
const numbers = (world: World) => world.landed().map((r) => r.accession_no)
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

test('the watermark is the latest change that has landed, and the next pass asks again for the overlap before it', async () => {
  const world = new World({ updated_since: since })
  const first = replies(ADDRESS, json({ items: records('a', 'b', 'c') }))
  server.use(first.handler)
  expect(await world.fetch()).toMatchObject({ watermark_from: null, watermark_to: '2026-03-04T10:02:00.000Z' })
  expect(first.asked[0]!.search).toBe('')
  const second = replies(ADDRESS, json({ items: [] }))
  server.use(second.handler)
  expect(await world.fetch()).toMatchObject({
    status: 'complete',
    watermark_from: '2026-03-04T10:02:00.000Z',
    watermark_to: '2026-03-04T10:02:00.000Z',
  })
  expect(second.asked[0]!.searchParams.get('since')).toBe('2026-03-04T10:01:00.000Z')
})

test('the watermark stays behind until the last page has landed', async () => {
  const world = new World({ updated_since: since, paging: cursor, retry: { attempts: 1 } })
  server.use(replies(ADDRESS, json({ items: records('a', 'b'), next: '1' }), failing(500)).handler)
  expect(await world.fetch()).toMatchObject({ status: 'failed', watermark_to: null, files: 1 })
  expect(numbers(world)).toEqual(['a', 'b'])
  const { handler, asked } = replies(ADDRESS, json({ items: records('c') }))
  server.use(handler)
  // The latest change was on the page that landed before the failure.
  expect(await world.fetch()).toMatchObject({ status: 'complete', watermark_to: '2026-03-04T10:01:00.000Z' })
  expect(asked.map((u) => u.search)).toEqual(['?after=1'])
  expect(numbers(world)).toEqual(['a', 'b', 'c'])
})

test('the watermark never passes the moment at which the pass began, by our clock or the server’s', async () => {
  const future = { items: [{ accession_no: 'a', updated_at: '2099-01-01T00:00:00Z' }] }
  const ours = new World({ updated_since: since })
  server.use(replies(ADDRESS, json(future)).handler)
  expect(await ours.fetch()).toMatchObject({ watermark_to: '2026-03-05T02:00:00.000Z' })
  const theirs = new World({ updated_since: { parameter: 'since' } })
  server.use(replies(ADDRESS, json(future, { headers: { date: 'Thu, 05 Mar 2026 01:50:00 GMT' } })).handler)
  expect(await theirs.fetch()).toMatchObject({ watermark_to: '2026-03-05T01:50:00.000Z' })
})

test('a page that is asked again after a crash is the same file, and a half-written one is no data and goes', async () => {
  const world = new World({ paging: cursor })
  server.use(
    replies(ADDRESS, (url) => {
      const n = Number(url.searchParams.get('after') ?? 0)
      // The disk refuses the state of page 2: as if the process had been killed between landing and state.
      if (n === 1) mkdirSync(join(world.dataDir, 'sources/ris.json.tmp'), { recursive: true })
      return HttpResponse.json({ items: records(`a${n}`), next: n === 3 ? null : String(n + 1) }) as Response
    }).handler,
  )
  expect(await world.fetch()).toMatchObject({ status: 'failed', error_code: 'etl/source-landing' })
  const before = world.names()
  expect(before).toHaveLength(2)
  writeFileSync(join(world.folder, '.ris.000003.part'), '{"accession_no":"ha')
  const again = new World({ paging: cursor })
  Object.assign(again, { landingDir: world.landingDir, dataDir: world.dataDir })
  server.resetHandlers()
  rmdirSync(join(world.dataDir, 'sources/ris.json.tmp'))
  const { handler, asked } = replies(ADDRESS, (url) => {
    const n = Number(url.searchParams.get('after') ?? 0)
    return HttpResponse.json({ items: records(`a${n}`), next: n === 3 ? null : String(n + 1) }) as Response
  })
  server.use(handler)
  expect(await again.fetch()).toMatchObject({ status: 'complete' })
  expect(asked[0]!.search).toBe('?after=1')
  expect(again.names().slice(0, 2)).toEqual(before)
  expect(numbers(again)).toEqual(['a0', 'a1', 'a2', 'a3'])
})

test('a cursor that the server has forgotten by the next run is given up, and everything since the watermark asked again', async () => {
  const world = new World({ paging: cursor, retry: { attempts: 1 } })
  server.use(replies(ADDRESS, json({ items: records('a'), next: '1' }), failing(500)).handler)
  await world.fetch()
  const { handler, asked } = replies(ADDRESS, failing(410), json({ items: records('a', 'b') }))
  server.use(handler)
  expect(await world.fetch()).toMatchObject({ status: 'complete' })
  expect(asked.map((u) => u.search)).toEqual(['?after=1', ''])
  expect(numbers(world)).toContain('b')
})

test('pages that are as they were do not land again, changed ones do, under names that sort behind', async () => {
  const world = new World()
  server.use(replies(ADDRESS, json({ items: records('a') })).handler)
  await world.fetch()
  expect(await world.fetch()).toMatchObject({ status: 'complete', pages: 1, files: 0 })
  server.use(replies(ADDRESS, json({ items: records('b') })).handler)
  await world.fetch()
  server.use(replies(ADDRESS, json({ items: records('a') })).handler)
  expect(await world.fetch()).toMatchObject({ files: 1 })
  expect(numbers(world)).toEqual(['a', 'b', 'a'])
})

test('a declaration that changes what is asked begins from the beginning, other changes do not', async () => {
  const world = new World({ updated_since: since })
  server.use(replies(ADDRESS, json({ items: records('a') })).handler)
  await world.fetch()
  world.source = sourceSchema.parse({ ...world.source, rate_limit: { requests: 1, per: 'second' } })
  expect(iso((await world.state()).watermarkMs)).toBe('2026-03-04T10:00:00.000Z')
  world.source = sourceSchema.parse({ ...world.source, query: { site: '2' } })
  expect((await world.state()).watermarkMs).toBeNull()
})

test('records without a readable time are kept, and the source is told to be without a watermark', async () => {
  const world = new World({ updated_since: { ...since, field: '/changed' } })
  server.use(replies(ADDRESS, json({ items: records('a') })).handler)
  expect(await world.fetch()).toMatchObject({ status: 'failed', error_code: 'etl/source-no-watermark', files: 1 })
})

test('times of change are read with an offset, in the zone of the source, and as seconds or milliseconds', async () => {
  const cases: [unknown, string][] = [
    ['2026-03-04T18:00:00+08:00', '2026-03-04T10:00:00.000Z'],
    ['2026-03-04 18:00:00', '2026-03-04T10:00:00.000Z'],
    ['2026/3/4 8:05', '2026-03-04T00:05:00.000Z'],
    [1772618400, '2026-03-04T10:00:00.000Z'],
    ['1772618400000', '2026-03-04T10:00:00.000Z'],
  ]
  for (const [updated_at, expected] of cases) {
    const world = new World({ updated_since: since })
    server.use(replies(ADDRESS, json({ items: [{ updated_at } as Record<string, string>] })).handler)
    expect(await world.fetch()).toMatchObject({ watermark_to: expected })
  }
})

test('the parameter is written as the source wants it, set back by the overlap', () => {
  const at = Date.parse('2026-03-04T17:00:30.500Z')
  const text = (format: string) => {
    const updated_since = { parameter: 's', format, overlap_seconds: 30 }
    const source = sourceSchema.parse({ id: 'a', feed: 'exams', address: ADDRESS, updated_since })
    return sinceText(source.updated_since!, at)
  }
  expect(text('iso')).toBe('2026-03-04T17:00:00.500Z')
  expect(text('local')).toBe('2026-03-05 01:00:00')
  expect(text('date')).toBe('2026-03-05')
  expect(text('epoch_seconds')).toBe('1772643600')
  expect(text('epoch_milliseconds')).toBe('1772643600500')
})

test('without a watermark the declared initial time is asked for', async () => {
  const world = new World({ updated_since: { ...since, initial: '2026-01-01T00:00:00+08:00' } })
  const { handler, asked } = replies(ADDRESS, json({ items: [] }))
  server.use(handler)
  await world.fetch()
  expect(asked[0]!.searchParams.get('since')).toBe('2025-12-31T16:00:00.000Z')
})

test('fields are mapped to the names of the contract, the center is a constant, and long numbers keep their digits', async () => {
  const world = new World({ center: 'C1', fields: { accession_no: '/order/no', priority: '/p' } })
  const body = '{"items":[{"order":{"no":12345678901234567890},"Center_Code":"99","name":"x"}]}'
  server.use(replies(ADDRESS, () => new HttpResponse(body) as Response).handler)
  expect(await world.fetch()).toMatchObject({ status: 'complete' })
  expect(world.landed()).toEqual([{ accession_no: '12345678901234567890', priority: null, center_code: 'C1' }])
  const plain = new World({ center: 'C1' })
  server.use(replies(ADDRESS, () => new HttpResponse(body) as Response).handler)
  await plain.fetch()
  expect(plain.landed()).toEqual([{ order: { no: '12345678901234567890' }, name: 'x', center_code: 'C1' }])
})

test('NDJSON answers and GBK text are read', async () => {
  const lines = new World({
    format: 'ndjson',
    records: '',
    paging: { ...cursor, next: undefined, next_header: 'X-Next' },
  })
  const page = (body: string, next?: string) => () =>
    new HttpResponse(body, { headers: next ? { 'x-next': next } : {} }) as Response
  server.use(
    replies(ADDRESS, page('{"accession_no":"a"}\n\n{"accession_no":"b"}\n', '2'), page('{"accession_no":"c"}')).handler,
  )
  expect(await lines.fetch()).toMatchObject({ status: 'complete', pages: 2, records: 3 })
  const gbk = new World()
  const bytes = Buffer.concat([Buffer.from('{"items":[{"body_part":"'), Buffer.from([0xcd, 0xb7]), Buffer.from('"}]}')])
  const headers = { 'content-type': 'application/json; charset=GBK' }
  server.use(replies(ADDRESS, () => new HttpResponse(new Uint8Array(bytes), { headers }) as Response).handler)
  await gbk.fetch()
  expect(gbk.landed()).toEqual([{ body_part: '头' }])
})

test('a folder that cannot be written is told, and the watermark stays', async () => {
  const world = new World({ updated_since: since })
  writeFileSync(join(world.landingDir, 'exams'), 'a file where a folder belongs')
  server.use(replies(ADDRESS, json({ items: records('a') })).handler)
  expect(await world.fetch()).toMatchObject({ status: 'failed', error_code: 'etl/source-landing' })
})

test('stamps sort by time, also when the clock has jumped back', () => {
  const at = Date.parse('2026-03-05T02:00:00Z')
  expect(newStamp(at, '')).toBe('20260305T020000Z')
  expect(newStamp(at, '20260305T020000Z')).toBe('20260305T020001Z')
  expect(newStamp(at, '20270101T000000Z')).toBe('20270101T000001Z')
})
