import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

const STATUS = 'SELECT accession_no, status FROM main.exam ORDER BY 1'

test('the row with the later updated_at stays, whichever arrives first', async () => {
  const older = examsCsv({ status: 'completed', reported_at: '', updated_at: '2026-03-02 08:30:00' })
  const newer = examsCsv({ updated_at: '2026-03-02 09:00:00' })
  for (const order of [
    [older, newer],
    [newer, older],
  ]) {
    const { dir, put } = smallLanding()
    const config = testConfig(dir, temporaryFolder())
    for (const [i, content] of order.entries()) {
      put(`exams/${i}.csv`, content)
      await etl(config)
    }
    expect(await ask(config, STATUS)).toEqual([{ accession_no: 'A1', status: 'reported' }])
  }
})

test('between equal updated_at the row of the greater path stays', async () => {
  for (const order of [
    ['a', 'b'],
    ['b', 'a'],
  ]) {
    const { dir, put } = smallLanding()
    const config = testConfig(dir, temporaryFolder())
    for (const name of order) {
      put(`exams/${name}.csv`, examsCsv({ priority: name === 'b' ? 'stat' : 'urgent' }))
      await etl(config)
    }
    expect(await ask(config, 'SELECT priority FROM main.exam')).toEqual([{ priority: 'stat' }])
  }
})

test('known content that comes again under a greater path wins against equal rows', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  const urgent = examsCsv({ priority: 'urgent' })
  put('exams/a.csv', urgent)
  put('exams/b.csv', examsCsv({ priority: 'stat' }))
  await etl(config)
  put('exams/c.csv', urgent)
  await etl(config)
  expect(await ask(config, 'SELECT priority FROM main.exam')).toEqual([{ priority: 'urgent' }])
  expect(await ask(config, "SELECT path, rows_read FROM ops.source_file WHERE status = 'duplicate'")).toEqual([
    { path: 'exams/c.csv', rows_read: null },
  ])
})

test('the same content is loaded once, under whatever name it comes again, and the same path is not recorded again', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}))
  await etl(config)
  renameSync(join(dir, 'exams/a.csv'), join(dir, 'exams/b.csv'))
  await etl(config)
  expect((await etl(config)).status).toBe('nothing_new')
  expect(await ask(config, 'SELECT path, status, rows_loaded FROM ops.source_file ORDER BY path')).toEqual([
    { path: 'exams/a.csv', status: 'loaded', rows_loaded: 1 },
    { path: 'exams/b.csv', status: 'duplicate', rows_loaded: null },
  ])
})

test('rows read are loaded, rejected or superseded, and figures of a file do not change later', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put(
    'exams/a.csv',
    examsCsv({}, { updated_at: '2026-03-02 10:00:00' }, { accession_no: 'A2', modality: 'XX' }, { accession_no: 'A3' }),
  )
  await etl(config)
  put('exams/b.csv', examsCsv({ accession_no: 'A3', updated_at: '2026-03-03 10:00:00' }))
  await etl(config)
  const figures =
    'SELECT path, rows_read, rows_loaded, rows_rejected, rows_superseded FROM ops.source_file ORDER BY path'
  expect(await ask(config, figures)).toEqual([
    { path: 'exams/a.csv', rows_read: 4, rows_loaded: 2, rows_rejected: 1, rows_superseded: 1 },
    { path: 'exams/b.csv', rows_read: 1, rows_loaded: 1, rows_rejected: 0, rows_superseded: 0 },
  ])
})

test('a format that is not read does not keep its content out when it comes under its right name', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.txt', examsCsv({}))
  await etl(config)
  renameSync(join(dir, 'exams/a.txt'), join(dir, 'exams/a.csv'))
  await etl(config)
  expect(await ask(config, STATUS)).toEqual([{ accession_no: 'A1', status: 'reported' }])
})

test('several rows of a key that a file gives the same time but not the same content are named, with their file', async () => {
  const { dir, put } = smallLanding()
  put('exams/a.csv', examsCsv({ accession_no: 'A1' }, { accession_no: 'A1', priority: 'stat' }, { accession_no: 'A2' }))
  put(
    'exams/b.csv',
    examsCsv(
      { accession_no: 'B1' },
      { accession_no: 'B1' },
      { accession_no: 'B2', updated_at: '2026-03-01 09:00' },
      { accession_no: 'B2' },
    ),
  )
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  expect(
    await ask(
      config,
      `SELECT check_name, feed, subject, measured FROM ops.check_finding WHERE check_name = 'file_contradicts_itself'`,
    ),
  ).toEqual([{ check_name: 'file_contradicts_itself', feed: 'exams', subject: 'exams/a.csv', measured: 1 }])
})
