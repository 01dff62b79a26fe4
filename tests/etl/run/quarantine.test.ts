import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Config } from '#etl/config.ts'
import { openDb, rows } from '#etl/db.ts'
import { status } from '#etl/keeping/status.ts'
import { ask, etl, land, recordSnapshot, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { EXAM, examsCsv, smallLanding } from '#tests/support/landing.ts'
import { servedFile } from '#tests/support/same-warehouse.ts'
import { refuseExam } from './refused-exam.ts'

/** Makes the snapshot's daily mart refuse days of center C2 with so many exams: what a model cannot bear, whatever it is. */
async function plant(config: Config, least: number): Promise<void> {
  const file = await servedFile(config.dataDir)
  expect(existsSync(file)).toBe(true)
  const { db, close } = await openDb(file, { threads: 1, memoryLimit: '500MB', tempDir: null })
  const columns = await rows<{ name: string; type: string }>(
    db,
    `SELECT column_name AS name, data_type AS type FROM duckdb_columns() WHERE schema_name = 'mart' AND table_name = 'center_day' ORDER BY column_index`,
  )
  const list = columns.map((c) => `"${c.name}" ${c.type}`).join(', ')
  await db.run(`CREATE TABLE mart.kept AS FROM mart.center_day`)
  await db.run(`DROP TABLE mart.center_day`)
  await db.run(`CREATE TABLE mart.center_day (${list}, CHECK (center_code <> 'C2' OR exams_performed < ${least}))`)
  await db.run(`INSERT INTO mart.center_day FROM mart.kept`)
  await db.run(`DROP TABLE mart.kept`)
  await db.run('CHECKPOINT')
  close()
  await recordSnapshot(config)
}

const c2 = (accession_no: string) => ({ center_code: 'C2', scanner_id: 'S2', modality: 'CT', accession_no })

test('a row that a model cannot bear costs its file, and the night is published', async () => {
  const { dir, put } = smallLanding()
  put('exams/C1/a.csv', examsCsv({ accession_no: 'A1' }))
  put('exams/C2/a.csv', examsCsv(c2('B1')))
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  await plant(config, 3)
  land(config, 'exams/C1/b.csv', examsCsv({ accession_no: 'A2' }))
  land(config, 'exams/C2/b.csv', examsCsv(c2('B2')))
  land(config, 'exams/C2/c.csv', examsCsv(c2('B3'), c2('B4')))
  expect((await etl(config)).status).toBe('published')
  const exams = () => ask(config, 'SELECT accession_no AS a FROM main.exam ORDER BY 1')
  expect((await exams()).map((e) => e.a)).toEqual(['A1', 'A2', 'B1', 'B2'])
  const [reject, ...others] = await ask(config, 'SELECT * FROM ops.reject')
  expect(others).toEqual([])
  expect(reject).toMatchObject({ path: 'exams/C2/c.csv', line: null, reason: 'quarantined', center_code: 'C2' })
  expect(reject!.value).toContain('CHECK constraint failed')
  expect(await ask(config, `SELECT status, reason FROM ops.source_file WHERE path = 'exams/C2/c.csv'`)).toEqual([
    { status: 'rejected', reason: 'quarantined' },
  ])
  const found = await ask(config, `SELECT check_name, subject FROM ops.check_finding WHERE center_code = 'C2'`)
  expect(found).toContainEqual({ check_name: 'files_set_aside', subject: 'exams/C2/c.csv' })
  // The next night leaves it where it is, and says so again.
  land(config, 'exams/C1/d.csv', examsCsv({ accession_no: 'A3' }))
  await etl(config)
  expect((await exams()).map((e) => e.a)).toEqual(['A1', 'A2', 'A3', 'B1', 'B2'])
  expect(await status(config, false)).toContain('files_set_aside: ')
  // Another program, here one without the limit, takes it.
  await etl(config, { rebuild: true })
  expect((await exams()).map((e) => e.a)).toEqual(['A1', 'A2', 'A3', 'B1', 'B2', 'B3', 'B4'])
  expect(await ask(config, 'SELECT * FROM ops.reject')).toEqual([])
  expect(
    await ask(config, `SELECT status, reason, rows_loaded FROM ops.source_file WHERE path = 'exams/C2/c.csv'`),
  ).toEqual([{ status: 'loaded', reason: null, rows_loaded: 2 }])
})

test('a row that cannot be merged costs its file, which is tried again when it changes and by another program', async () => {
  const { dir, put } = smallLanding()
  put('exams/C1/a.csv', examsCsv({ accession_no: 'A1' }))
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  await refuseExam(config, 'BAD')
  land(config, 'exams/C1/b.csv', examsCsv({ accession_no: 'A2' }))
  land(
    config,
    'exams/C1/c.csv',
    examsCsv({ accession_no: 'A3' }, { accession_no: 'BAD' }, { accession_no: 'A4', modality: '?' }),
  )
  land(config, 'exams/C2/d.csv', examsCsv(c2('B1')))
  expect(await etl(config)).toMatchObject({ status: 'published', rows_loaded: 2, rows_rejected: 3 })
  const exams = async () => (await ask(config, 'SELECT accession_no AS a FROM main.exam ORDER BY 1')).map((e) => e.a)
  expect(await exams()).toEqual(['A1', 'A2', 'B1'])
  expect(await ask(config, "SELECT path, line, reason FROM ops.reject WHERE reason = 'quarantined'")).toEqual([
    { path: 'exams/C1/c.csv', line: null, reason: 'quarantined' },
  ])
  expect(await status(config, false)).toContain('files_set_aside: ')
  // The file without the row is another file.
  land(config, 'exams/C1/c.csv', examsCsv({ accession_no: 'A3' }))
  await etl(config)
  expect(await exams()).toEqual(['A1', 'A2', 'A3', 'B1'])
  expect(await status(config, false)).not.toContain('files_set_aside: ')
  // Another program, here one without the limit, takes what was set aside too.
  await etl(config, { rebuild: true })
  expect(await exams()).toEqual(['A1', 'A2', 'A3', 'B1', 'BAD'])
  expect(await ask(config, 'SELECT reason FROM ops.reject')).toEqual([{ reason: 'not_allowed' }])
})

test('a file that was set aside is tried again when its profile changes', async () => {
  const { dir, put } = smallLanding()
  put('exams/C1/a.csv', examsCsv({ accession_no: 'A1' }))
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  await refuseExam(config, 'BAD')
  const columns = Object.fromEntries(Object.keys(EXAM).map((name) => [name, name as unknown]))
  const profile = { feed: 'exams', files: ['exams/C1/p-*.csv'], columns }
  put('profiles/p.json', JSON.stringify(profile))
  put('exams/C1/p-1.csv', examsCsv({ accession_no: 'BAD' }, { accession_no: 'A2' }))
  await etl(config)
  const exams = async () => (await ask(config, 'SELECT accession_no AS a FROM main.exam ORDER BY 1')).map((e) => e.a)
  expect(await exams()).toEqual(['A1'])
  columns.accession_no = { from: 'accession_no', prefix: 'X-' }
  put('profiles/p.json', JSON.stringify(profile))
  await etl(config)
  expect(await exams()).toEqual(['A1', 'X-A2', 'X-BAD'])
  // What happened stays on record, and nothing is open any more.
  expect(await ask(config, "SELECT count(*) AS n FROM ops.reject WHERE reason = 'quarantined'")).toEqual([{ n: 1 }])
  expect(await status(config, false)).not.toContain('files_set_aside: ')
})

test('what another version of the program set aside is tried again by this one, in its next run', async () => {
  const { dir, put } = smallLanding()
  put('exams/C1/a.csv', examsCsv({ accession_no: 'A1' }))
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  await refuseExam(config, 'BAD')
  put('exams/C1/b.csv', examsCsv({ accession_no: 'BAD' }))
  await etl(config)
  // The same program does not try again, also when it has something to do.
  put('exams/C1/c.csv', examsCsv({ accession_no: 'A2' }))
  await etl(config)
  const exams = async () => (await ask(config, 'SELECT accession_no AS a FROM main.exam ORDER BY 1')).map((e) => e.a)
  expect(await exams()).toEqual(['A1', 'A2'])
  const { db, close } = await openDb(await servedFile(config.dataDir), {
    threads: 1,
    memoryLimit: '500MB',
    tempDir: null,
  })
  await db.run(`UPDATE ops.meta SET value = '0.0.1' WHERE key = 'set_aside_by'`)
  await db.run('CHECKPOINT')
  close()
  await recordSnapshot(config)
  rmSync(join(config.dataDir, 'scan-index'))
  expect((await etl(config)).status).toBe('published')
  expect(await exams()).toEqual(['A1', 'A2', 'BAD'])
})
