import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'
import { checked, loaded } from '../profiles/verdicts.ts'

test('a packed file that expands beyond the limits is rejected, and says so', async () => {
  const { dir, put } = smallLanding()
  put('exams/a.csv.gz', gzipSync(examsCsv({ accession_no: 'A1' })))
  put('exams/bomb.csv.gz', gzipSync(Buffer.alloc(40_000_000)))
  put('scanner_log/bomb.ndjson.gz', gzipSync(Buffer.alloc(40_000_000, ' ')))
  const config = testConfig(dir, temporaryFolder())
  expect((await etl(config)).status).toBe('published')
  expect(await ask(config, 'SELECT path, reason, value FROM ops.reject ORDER BY 1')).toEqual([
    { path: 'exams/bomb.csv.gz', reason: 'unreadable_file', value: 'expands beyond the limits' },
    { path: 'scanner_log/bomb.ndjson.gz', reason: 'unreadable_file', value: 'expands beyond the limits' },
  ])
  expect(await ask(config, 'SELECT accession_no AS a FROM main.exam')).toEqual([{ a: 'A1' }])
})

test('a record longer than two million bytes is malformed, alone, in every format', async () => {
  const { dir, put } = smallLanding()
  const long = 'x'.repeat(2_000_001)
  const event = (id: string, text: string) =>
    `{"event_id":"${id}","center_code":"C1","scanner_id":"S1","type":"fault","at":"2026-03-02T08:00:00Z","code":"F","severity":"info","text":"${text}"}`
  put(
    'exams/plain.csv',
    examsCsv({ accession_no: 'A1' }, { accession_no: 'A2', priority: long }, { accession_no: 'A3' }),
  )
  put(
    'exams/quoted.csv',
    examsCsv({ accession_no: 'B1' }, { accession_no: 'B2', priority: `"${long}"` }, { accession_no: 'B3' }),
  )
  put('scanner_log/a.ndjson', [event('1', 'x'), event('2', long), event('3', 'x')].join('\n'))
  const outcomes = await loaded(dir)
  for (const [path, line] of Object.entries({
    'exams/plain.csv': 3,
    'exams/quoted.csv': 3,
    'scanner_log/a.ndjson': 2,
  })) {
    expect(outcomes.get(path)).toEqual({ read: 3, rejected: 1, rejects: [`${line}  malformed`] })
    expect(await checked(dir, path)).toEqual(outcomes.get(path))
  }
})
