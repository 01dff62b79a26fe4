import { readFileSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { readBytes } from '#etl/landing/bytes.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

vi.mock('#etl/landing/bytes.ts', { spy: true })

test('with an empty landing folder a run publishes an empty warehouse', async () => {
  const config = testConfig(temporaryFolder(), temporaryFolder())
  expect((await etl(config)).status).toBe('published')
  expect(await ask(config, 'SELECT count(*) AS n FROM mart.center_day')).toEqual([{ n: 0 }])
  expect((await etl(config)).status).toBe('nothing_new')
})

test('a landing folder that is not there is a wrong setting, not an empty network: what is published stays', async () => {
  const { dir, put } = smallLanding()
  put('exams/a.csv', examsCsv({}))
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  const gone = { ...config, landingDir: join(dir, 'not-there'), controlDir: join(dir, 'not-there') }
  await expect(etl(gone)).rejects.toMatchObject({ code: 'etl/usage', message: /^LANDING_DIR: there is no folder / })
  await expect(etl(gone, { rebuild: true })).rejects.toThrow('LANDING_DIR')
  expect(await ask(config, 'SELECT accession_no FROM main.exam')).toEqual([{ accession_no: 'A1' }])
})

test('with only reference data a run publishes the centers', async () => {
  const { dir } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  expect(await ask(config, 'SELECT count(*) AS n FROM main.center')).toEqual([{ n: 2 }])
})

test('a feed that is missing altogether leaves its tables empty and the others whole', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}))
  await etl(config)
  expect(await ask(config, 'SELECT exams_performed, gross_charges FROM mart.center_month')).toEqual([
    { exams_performed: 1, gross_charges: 0 },
  ])
})

test('a second run says which process holds the lock', async () => {
  const { dir } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  const first = etl(config)
  await expect(etl(config)).rejects.toThrow(`process ${process.pid}`)
  expect((await first).status).toBe('published')
})

test('a snapshot that was lost is made again from history', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}))
  await etl(config)
  rmSync(join(config.dataDir, 'snapshots'), { recursive: true })
  rmSync(join(dir, 'exams'), { recursive: true })
  await etl(config)
  expect(await ask(config, 'SELECT accession_no FROM main.exam')).toEqual([{ accession_no: 'A1' }])
})

test('a file that this user may not read is rejected whole, the others load, and it loads once it can be read', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}))
  put('exams/b.csv', examsCsv({ accession_no: 'A2' }))
  const unreadable = join(dir, 'exams/b.csv')
  vi.mocked(readBytes).mockImplementation((path) => {
    if (path === unreadable) throw Object.assign(new Error('denied'), { code: 'EACCES' })
    return readFileSync(path)
  })
  await etl(config)
  expect(await ask(config, 'SELECT path, reason FROM ops.reject')).toEqual([
    { path: 'exams/b.csv', reason: 'unreadable_file' },
  ])
  vi.mocked(readBytes).mockRestore()
  utimesSync(unreadable, 1, 1)
  await etl(config)
  expect(await ask(config, 'SELECT accession_no FROM main.exam ORDER BY 1')).toEqual([
    { accession_no: 'A1' },
    { accession_no: 'A2' },
  ])
})

test('a landing folder that is a file is one clear error', async () => {
  const { dir, put } = smallLanding()
  put('file', 'x')
  const config = testConfig(join(dir, 'file'), temporaryFolder())
  await expect(etl(config)).rejects.toThrow(/^LANDING_DIR: there is no folder /)
})

test('a folder for what steers the program that is not there is a wrong setting, not a network without centers', async () => {
  const { dir, put } = smallLanding()
  put('exams/a.csv', examsCsv({}))
  const config = { ...testConfig(dir, temporaryFolder()), controlDir: join(dir, 'not-there') }
  await expect(etl(config)).rejects.toMatchObject({ code: 'etl/usage', message: /^CONTROL_DIR: there is no folder / })
})
