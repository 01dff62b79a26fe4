import { HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { relNext } from '#etl/sources/paging.ts'
import { ADDRESS, json, mockServer, records, replies, World } from './world.ts'

const server = mockServer()
const numbers = (world: World) => world.landed().map((r) => r.accession_no)
const cursor = { type: 'cursor', parameter: 'after', next: '/next' }

test('pages by cursor land as one NDJSON file each, in order, until there is no cursor', async () => {
  const world = new World({ paging: cursor, center: 'C1', page_size: { parameter: 'limit', records: 2 } })
  const { handler, asked } = replies(
    ADDRESS,
    json({ items: records('a', 'b'), next: 'x/1' }),
    json({ items: records('c'), next: null }),
  )
  server.use(handler)
  const outcome = await world.fetch()
  expect(outcome).toMatchObject({ status: 'complete', pages: 2, files: 2, records: 3, requests: 2, error_code: null })
  expect(asked.map((u) => u.search)).toEqual(['?limit=2', '?limit=2&after=x%2F1'])
  expect(numbers(world)).toEqual(['a', 'b', 'c'])
  expect(world.landed()[0]).toEqual({ accession_no: 'a', updated_at: '2026-03-04T10:00:00Z', center_code: 'C1' })
  expect(world.names()[0]).toMatch(/^ris\.20260305T020000Z\.000001-[0-9a-f]{16}\.ndjson$/)
})

test('a flag that says there is no more ends paging though a cursor is given', async () => {
  const world = new World({ paging: { ...cursor, more: '/more' } })
  const { handler, asked } = replies(ADDRESS, json({ items: records('a'), next: 'x', more: false }))
  server.use(handler)
  expect(await world.fetch()).toMatchObject({ status: 'complete', pages: 1 })
  expect(asked).toHaveLength(1)
})

test('pages by number end at an empty page, or at the total that the answer names', async () => {
  const open = new World({ paging: { type: 'page', parameter: 'p' } })
  const first = replies(ADDRESS, json({ items: records('a') }), json({ items: records('b') }), json({ items: [] }))
  server.use(first.handler)
  expect(await open.fetch()).toMatchObject({ status: 'complete', pages: 3, files: 2 })
  expect(first.asked.map((u) => u.search)).toEqual(['?p=1', '?p=2', '?p=3'])

  const counted = new World({ paging: { type: 'page', parameter: 'p', first: 0, total_pages: '/total' } })
  const second = replies(ADDRESS, json({ items: records('a'), total: 2 }), json({ items: records('b'), total: 2 }))
  server.use(second.handler)
  expect(await counted.fetch()).toMatchObject({ status: 'complete', pages: 2 })
  expect(second.asked.map((u) => u.search)).toEqual(['?p=0', '?p=1'])
})

test('pages by offset go on by what has come', async () => {
  const world = new World({ paging: { type: 'offset', parameter: 'skip' } })
  const { handler, asked } = replies(ADDRESS, json({ items: records('a', 'b') }), json({ items: [] }))
  server.use(handler)
  expect(await world.fetch()).toMatchObject({ status: 'complete', records: 2 })
  expect(asked.map((u) => u.search)).toEqual(['?skip=0', '?skip=2'])
})

test('a Link header leads to the next page of the same origin', async () => {
  const world = new World({ paging: { type: 'link' }, records: '' })
  const link = '</api/exams?page=9>; rel="last", </api/exams?page=2>; rel="prefetch next"'
  const { handler, asked } = replies(ADDRESS, json(records('a'), { headers: { link } }), json(records('b')))
  server.use(handler)
  expect(await world.fetch()).toMatchObject({ status: 'complete', pages: 2 })
  expect(asked[1]!.href).toBe(`${ADDRESS}?page=2`)
})

test('a link to another origin is not followed, and what came before stays', async () => {
  const world = new World({ paging: { type: 'link', next: '/next' } })
  server.use(replies(ADDRESS, json({ items: records('a'), next: 'https://elsewhere.example/?page=2' })).handler)
  expect(await world.fetch()).toMatchObject({ status: 'failed', error_code: 'etl/source-link' })
  expect((await world.state()).watermarkMs).toBeNull()
})

test('the next address is found among the parameters of a Link header', () => {
  expect(relNext('<https://a/?x=1,2>; rel=next; title="a, b"')).toBe('https://a/?x=1,2')
  expect(relNext('<https://a/>; rel="prev", <b?p=2>; title="x"; rel="next"')).toBe('b?p=2')
  expect(relNext('<https://a/>; rel="nextish"')).toBeNull()
  expect(relNext(null)).toBeNull()
})

test('a cursor that repeats stops with a clear error, and the next run asks again from the watermark', async () => {
  const world = new World({ paging: cursor })
  const first = replies(
    ADDRESS,
    json({ items: records('a'), next: '1' }),
    json({ items: records('b'), next: '2' }),
    json({ items: records('c'), next: '1' }),
  )
  server.use(first.handler)
  expect(await world.fetch()).toMatchObject({ status: 'failed', error_code: 'etl/source-repeated-page' })
  expect(first.asked).toHaveLength(3)
  expect(numbers(world)).toEqual(['a', 'b', 'c'])
  const { handler, asked } = replies(ADDRESS, json({ items: records('a', 'b', 'c', 'd'), next: null }))
  server.use(handler)
  expect(await world.fetch()).toMatchObject({ status: 'complete' })
  expect(asked[0]!.search).toBe('')
  expect(numbers(world)).toContain('d')
})

test('a page whose records came before stops with a clear error, under whatever cursor', async () => {
  const world = new World({ paging: { type: 'page', parameter: 'p' } })
  const { handler, asked } = replies(ADDRESS, json({ items: records('a') }))
  server.use(handler)
  const outcome = await world.fetch()
  expect(outcome).toMatchObject({ status: 'failed', error_code: 'etl/source-repeated-page', files: 1 })
  expect(outcome.error_message).toMatch(/^page 2 is one that came before/)
  expect(asked).toHaveLength(2)
})

test('a cursor without end is stopped by the limit; what landed stays and the next run goes on from there', async () => {
  const world = new World({ paging: cursor, limits: { pages: 3 } })
  let n = 0
  const { handler, asked } = replies(ADDRESS, () => {
    n++
    return HttpResponse.json({ items: records(`a${n}`), next: `c${n}` }) as Response
  })
  server.use(handler)
  const outcome = await world.fetch()
  expect(outcome).toMatchObject({ status: 'partial', error_code: 'etl/source-limit', pages: 3, watermark_to: null })
  expect(outcome.error_message).toContain('limits.pages (3)')
  expect(numbers(world)).toEqual(['a1', 'a2', 'a3'])
  await world.fetch()
  expect(asked[3]!.search).toBe('?after=c3')
  expect(numbers(world)).toEqual(['a1', 'a2', 'a3', 'a4', 'a5', 'a6'])
})

test('limits of bytes and of time stop as well', async () => {
  for (const limits of [{ bytes: 10 }, { seconds: 1 }]) {
    const world = new World({ paging: cursor, limits, rate_limit: { requests: 1, per: 'second' } })
    let n = 0
    server.use(
      replies(ADDRESS, () => HttpResponse.json({ items: records(`a${++n}`), next: `${n}` }) as Response).handler,
    )
    const outcome = await world.fetch()
    expect(outcome).toMatchObject({ status: 'partial', error_code: 'etl/source-limit' })
    expect(outcome.pages).toBeLessThanOrEqual(2)
  }
})
