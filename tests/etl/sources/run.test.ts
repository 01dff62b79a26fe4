import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { readConfig } from '#etl/config.ts'
import { readSources } from '#etl/sources/declaration.ts'
import { fetchOnly } from '#etl/sources/fetch.ts'
import { readFetches } from '#etl/sources/fetch-log.ts'
import { status } from '#etl/keeping/status.ts'
import { silentProgress } from '#etl/operation/progress.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'
import { ADDRESS, failing, mockServer, replies } from './world.ts'

const server = mockServer()
const FACTS = 'SELECT * EXCLUDE (source_file_id, source_line) FROM main.exam ORDER BY center_code, accession_no'

/** The rows of `examsCsv` as an interface would give them. */
function asRecords(text: string): Record<string, string>[] {
  const [header, ...lines] = text.trim().split('\n')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [header!.split(',')[i]!, cell])))
}

const RIS = { id: 'ris', feed: 'exams', center: 'C1', address: ADDRESS, paging: { type: 'page', parameter: 'p' } }
const declare = (dir: string, ...sources: object[]) =>
  writeFileSync(join(dir, 'sources.json'), JSON.stringify({ sources }))

/** Pages of the records, then empty ones. */
const serve = (rows: object[], size: number) =>
  http.get(ADDRESS, ({ request }) => {
    const page = Number(new URL(request.url).searchParams.get('p'))
    return HttpResponse.json(rows.slice((page - 1) * size, page * size))
  })

test('fetched pages load into a snapshot that equals the one of the same rows from files, and repeats are nothing new', async () => {
  const csv = examsCsv({}, { accession_no: 'A2' }, { accession_no: 'A3', modality: 'XX' }, { accession_no: 'A4' })
  const files = smallLanding()
  files.put('exams/a.csv', csv)
  const fromFiles = testConfig(files.dir, temporaryFolder())
  await etl(fromFiles)

  const { dir } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  declare(dir, RIS)
  server.use(serve(asRecords(csv), 3))
  const result = await etl(config)
  expect(result).toMatchObject({ status: 'published', files_read: 2, rows_read: 4, rows_rejected: 1, sources_asked: 1 })
  expect(await ask(config, FACTS)).toEqual(await ask(fromFiles, FACTS))
  expect(await ask(config, "SELECT path FROM ops.reject WHERE reason = 'unknown_feed'")).toEqual([])
  expect(
    await ask(
      config,
      'SELECT run_id, source_id, feed, center_code, status, pages, files, records FROM ops.source_fetch',
    ),
  ).toEqual([
    {
      ...{ run_id: result.run_id, source_id: 'ris', feed: 'exams', center_code: 'C1' },
      ...{ status: 'complete', pages: 3, files: 2, records: 4 },
    },
  ])
  expect(await etl(config)).toMatchObject({ status: 'nothing_new', sources_asked: 1, sources_failed: 0 })
})

test('pages in names of the source’s own load by a profile like the rows of a file', async () => {
  const csv = examsCsv({}, { accession_no: 'A2' }, { accession_no: 'A3', modality: 'XX' })
  const files = smallLanding()
  files.put('exams/a.csv', csv)
  const fromFiles = testConfig(files.dir, temporaryFolder())
  await etl(fromFiles)
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  declare(dir, RIS)
  const records = asRecords(csv).map(({ accession_no, modality, center_code: _, ...rest }) => ({
    ...rest,
    order: { number: accession_no, type: modality },
  }))
  const columns = { accession_no: 'order.number', modality: 'order.type' }
  put('profiles/ris.json', JSON.stringify({ feed: 'exams', files: ['exams/C1/ris.*.ndjson'], columns }))
  server.use(serve(records, 2))
  expect(await etl(config)).toMatchObject({ status: 'published', rows_read: 3, rows_rejected: 1 })
  expect(await ask(config, FACTS)).toEqual(await ask(fromFiles, FACTS))
})

test('a source that fails stops no run: the others and the files load, and ops says what failed', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  declare(dir, RIS, { ...RIS, id: 'down', address: 'https://down.example/x' }, { ...RIS, id: 'off', enabled: false })
  put('exams/a.csv', examsCsv({}))
  server.use(serve(asRecords(examsCsv({ accession_no: 'A2' })), 5))
  server.use(replies('https://down.example/x', failing(404)).handler)
  expect(await etl(config)).toMatchObject({ status: 'published', rows_loaded: 2, sources_asked: 2, sources_failed: 1 })
  expect(await ask(config, "SELECT error_code FROM ops.source_fetch WHERE source_id = 'down'")).toEqual([
    { error_code: 'etl/source-refused' },
  ])
  expect(
    await ask(config, "SELECT severity, passed, measured FROM ops.check WHERE check_name = 'sources_answered'"),
  ).toEqual([{ severity: 'warn', passed: false, measured: 1 }])
})

test('a network that publishes nothing without its sources has the check block', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  declare(dir, RIS)
  put('exams/a.csv', examsCsv({}))
  put('reference/checks.json', '{"sources_answered": {"severity": "block"}}')
  server.use(replies(ADDRESS, failing(404)).handler)
  await expect(etl(config)).rejects.toThrow(
    /check sources_answered: C1 exams ris \(.*answered 404.*--allow sources_answered/,
  )
  // What was not asked has not failed to answer.
  expect(await etl(config, { noFetch: true })).toMatchObject({ status: 'published' })
})

test('status tells the newest answer of every source', async () => {
  const { dir } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  declare(dir, RIS)
  server.use(replies(ADDRESS, failing(404)).handler)
  await fetchOnly(config, undefined, { progress: silentProgress })
  expect(await status(config, false)).toMatch(/HTTP sources\n {2}\S+ {2}ris +failed: .*answered 404/)
})

test('a declaration that cannot be read stops no run, and ops says where it is wrong', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}))
  put('sources.json', '{"sources": [\n{"id": "ris"}]}')
  expect(await etl(config)).toMatchObject({ status: 'published', rows_loaded: 1, sources_failed: 1 })
  const [row] = await ask(config, 'SELECT source_id, error_message FROM ops.source_fetch')
  expect(row).toMatchObject({ source_id: '(declaration)' })
  expect(row!.error_message).toMatch(/sources\.json, line 2, sources\.0\.\w+/)
})

test('a run asked not to fetch does not, nor does a rebuild; fetch alone lands and loads nothing', async () => {
  const { dir } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  declare(dir, RIS)
  // No handler: a request would fail the test.
  expect(await etl(config, { noFetch: true })).toMatchObject({ status: 'published', sources_asked: 0, files_read: 0 })
  expect(await etl(config, { rebuild: true })).toMatchObject({ sources_asked: 0 })
  server.use(serve(asRecords(examsCsv({})), 5))
  const [fetched] = await fetchOnly(config, 'ris', { progress: silentProgress })
  expect(fetched).toMatchObject({ run_id: null, status: 'complete', files: 1 })
  expect(await ask(config, 'SELECT count(*) AS n FROM main.exam')).toEqual([{ n: 0 }])
  await expect(fetchOnly(config, 'other', { progress: silentProgress })).rejects.toThrow('there is no source "other"')
  expect(await etl(config, { noFetch: true })).toMatchObject({ rows_loaded: 1 })
  expect(await readFetches(config.dataDir)).toHaveLength(1)
})

test('a demo network is never mixed with real sources', async () => {
  const { dir, put } = smallLanding()
  put('reference/demo.json', '{}')
  declare(dir, RIS)
  expect(await etl(testConfig(dir, temporaryFolder()))).toMatchObject({ sources_asked: 0 })
})

test('what is wrong in a declaration is named with file, line, path and what to do', () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  expect(readSources(config)).toEqual([])
  const wrong = (source: object) => {
    declare(dir, { ...RIS, ...source })
    return () => readSources(config)
  }
  expect(wrong({ address: 'http://ris.example/' })).toThrow(/sources\.json, line 1, sources\.0\.address: must be https/)
  expect(wrong({ address: 'https://a:b@ris.example/' })).toThrow('under auth')
  expect(wrong({ address: 'https://ris.example/?key=1' })).toThrow('under query')
  expect(wrong({ auth: { type: 'bearer', token_env: 'PSEUDONYM_KEY' } })).toThrow('begins with SOURCE_')
  expect(wrong({ auth: { type: 'bearer', token: 'x' } })).toThrow(/sources\.0\.auth/)
  expect(wrong({ fields: { acession: '/a' } })).toThrow('exams has no such column')
  expect(wrong({ feed: 'exam' })).toThrow(/sources\.0\.feed/)
  expect(wrong({ pagging: {} })).toThrow(/pagging/)
  expect(wrong({ paging: { type: 'cursor', parameter: 'c' } })).toThrow('next or next_header')
  expect(wrong({ records: 'items' })).toThrow('JSON pointer')
  expect(wrong({ center: '../C1' })).toThrow(/sources\.0\.center/)
  declare(dir, RIS, RIS)
  expect(() => readSources(config)).toThrow('the id ris stands twice')
  put('sources.json', '{"sources": [\n,]}')
  expect(() => readSources(config)).toThrow('line 2')
  for (const address of ['http://127.0.0.1:8080/x', 'http://localhost/x', 'http://[::1]/x']) {
    expect(wrong({ address })).not.toThrow()
  }
  expect(wrong({ address: 'http://10.0.0.5/x', allow_http: true })).not.toThrow()
})

test('a sources file that was named must be there, and may not lie among the landed files', () => {
  const dir = temporaryFolder()
  const named = readConfig({ LANDING_DIR: dir, SOURCES_FILE: join(dir, '../no-such-sources.json') })
  expect(() => readSources(named)).toThrow('SOURCES_FILE: there is no file')
  expect(() => readConfig({ LANDING_DIR: dir, SOURCES_FILE: join(dir, 'exams/s.json') })).toThrow(
    'among the landed files',
  )
})
