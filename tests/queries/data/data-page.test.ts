import { expect, test } from 'vitest'
import { dataPage } from '#queries/data/data-page.ts'
import { stateOf } from '#queries/data/matrix.ts'
import { eachReject } from '#queries/data/rejects.ts'
import type { DataPage, DataQuery, RejectRow } from '#queries/data/data-types.ts'
import { center, exam } from '../support/facts.ts'
import { warehouse, type Rows } from '../support/warehouse.ts'

const run = (run_id: string) => ({ run_id, started_at: '2026-03-01T00:00:00Z', status: 'published', files_read: 1 })
const file = (file_id: string, path: string, more: object = {}) => ({
  ...{ file_id, path, feed: 'exams', sha256: `abcdef${file_id}`, bytes: 1, run_id: 'r1', status: 'loaded', ...more },
})
const reject = (path: string, line: number | null, more: object = {}) => ({
  ...{
    file_id: 'f1',
    feed: 'exams',
    path,
    line,
    reason: 'bad_type',
    value: '=1',
    center_code: 'C1',
    run_id: 'r1',
    ...more,
  },
})
const check = (run_id: string, check_name: string, passed: boolean) => ({
  ...{ run_id, check_name, severity: 'warn', passed, measured: 1, expected: 2 },
})
const days = (code: string, ...list: string[]) =>
  list.map((day, place) =>
    exam({ center_code: code, accession_no: `${code}-${place}`, updated_at: `${day}T02:00:00Z`, day }),
  )

const ROWS: Rows = {
  center: [center('C1'), center('C2'), center('C3')],
  exam: [
    ...days('C1', '2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04').map((row) => ({
      ...row,
      source_file_id: 'f1',
    })),
    ...days('C2', '2026-02-20', '2026-02-27'),
  ],
  'ops.run': [run('r1'), run('r2')],
  'ops.source_file': [
    file('f1', 'exams/C1/a.csv'),
    file('f2', 'exams/C2/b.csv', { run_id: 'r2', status: 'rejected' }),
    file('f3', 'exams/C2/b.csv', { run_id: 'r3' }),
    file('f4', 'exams/copy.csv', { sha256: 'abcdeff1', status: 'duplicate' }),
  ],
  'ops.reject': [
    ...[reject('exams/C1/a.csv', 3), reject('exams/C1/a.csv', 7, { value: 'x' })],
    reject('exams/C2/b.csv', null, {
      file_id: 'f2',
      reason: 'unreadable_file',
      center_code: null,
      value: null,
      run_id: 'r2',
    }),
  ],
  'ops.check_finding': [
    { run_id: 'r1', check_name: 'b', center_code: 'C1', measured: 1 },
    { run_id: 'r2', check_name: 'a', center_code: 'C2', measured: 1 },
  ],
  'ops.source_fetch': [
    { source_id: 'ris-a', status: 'failed', started_at: '2026-03-01T00:00:00Z' },
    { source_id: 'ris-a', status: 'complete', started_at: '2026-03-02T00:00:00Z' },
    { source_id: 'ris-b', status: 'failed', started_at: '2026-03-02T00:00:00Z' },
  ],
  'ops.check': [check('r1', 'a', true), check('r2', 'a', false), check('r1', 'b', false), check('r2', 'b', true)],
}

async function page(query: DataQuery): Promise<DataPage> {
  return (await dataPage(await warehouse(ROWS), query)) as DataPage
}

test('files are found by path, beginning of the SHA-256, status, run and center', async () => {
  const found = async (query: DataQuery) => (await page(query)).files.rows.map((row) => row.file_id).sort()
  expect(await found({ search: 'C2/B' })).toEqual(['f2', 'f3'])
  expect(await found({ search: 'ABCDEFf1' })).toEqual(['f1', 'f4'])
  expect(await found({ status: 'rejected' })).toEqual(['f2'])
  expect(await found({ run: 'r3' })).toEqual(['f3'])
  expect(await found({ center: 'C1' })).toEqual(['f1'])
})

test('one file shows its rejects by line and other places of its content', async () => {
  const { file: found } = await page({ file: 'f1' })
  expect(found?.rejects.map((row) => row.line)).toEqual([3, 7])
  expect(found?.same_content).toEqual([{ file_id: 'f4', path: 'exams/copy.csv', status: 'duplicate', run_id: 'r1' }])
  expect((await page({ file: 'none' })).file).toBeNull()
})

test('a file that could not be read and was read later is told as resolved', async () => {
  const { rejects } = await page({ reason: 'unreadable_file' })
  expect(rejects.rows).toMatchObject([{ resolved: true, path: 'exams/C2/b.csv' }])
})

test('no reject is on two pages, though many stand on one line', async () => {
  const names = Array.from({ length: 70 }, (_, place) => `c${99 - place}`)
  const many = names.map((column_name) => reject('exams/C1/a.csv', 3, { column_name }))
  const reader = await warehouse({ ...ROWS, 'ops.reject': many })
  const columnsOf = async (rejects_page: number) =>
    ((await dataPage(reader, { rejects_page })) as DataPage).rejects.rows.map((row) => row.column_name)
  expect([...(await columnsOf(1)), ...(await columnsOf(2))]).toEqual([...names].reverse())
})

test('rejects are counted by reason and center with examples, and by run', async () => {
  const { reject_groups, reject_trend } = await page({ center: 'C1' })
  expect(reject_groups).toMatchObject([{ reason: 'bad_type', rows: 2, files: 1, examples: ['=1', 'x'] }])
  expect(reject_trend.map((row) => [row.run_id, row.rows])).toEqual([
    ['r1', 2],
    ['r2', 0],
  ])
})

test('every reject under the filters is written once, also when asked twice', async () => {
  const reader = await warehouse(ROWS)
  for (let time = 0; time < 2; time++) {
    const written: RejectRow[] = []
    expect(await eachReject(reader, { feed: 'exams' }, async (rows) => void written.push(...rows))).toBe('s1')
    expect(written).toHaveLength(3)
  }
})

test('checks that fail now come first, each with its runs from the oldest', async () => {
  const { check_history } = await page({})
  expect(check_history.map((c) => [c.check_name, c.failed, c.runs.map((r) => r.passed)])).toEqual([
    ['a', 1, [true, false]],
    ['b', 1, [false, true]],
  ])
})

test('findings are those of the newest run, or of the chosen one', async () => {
  const found = async (query: DataQuery) => (await page(query)).check_findings.map((f) => [f.check_name, f.center_code])
  expect(await found({})).toEqual([['a', 'C2']])
  expect(await found({ run: 'r1' })).toEqual([['b', 'C1']])
})

test('of each HTTP source the last fetch is shown, failed ones first', async () => {
  const { source_fetches } = await page({})
  expect(source_fetches.map((f) => [f.source_id, f.status])).toEqual([
    ['ris-b', 'failed'],
    ['ris-a', 'complete'],
  ])
})

test('a center is late against what is usual for it, and one that never sent stands out', async () => {
  const { matrix } = await page({})
  const cell = Object.fromEntries(matrix.map((row) => [row.center_code, row.cells[0]]))
  expect(cell.C1).toMatchObject({ age_days: 0, usual_days: 1, state: 'fresh' })
  // Comes weekly: five days behind is as usual.
  expect(cell.C2).toMatchObject({ age_days: 5, usual_days: 7, state: 'fresh' })
  expect(cell.C3).toMatchObject({ age_days: null, state: 'never' })
  expect(matrix[0]?.center_code).toBe('C3')
  expect([stateOf(1, null), stateOf(2, null), stateOf(4, null), stateOf(8, 7)]).toEqual([
    'fresh',
    'late',
    'silent',
    'late',
  ])
})
