import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

test('without a landing folder, or with an empty one, a run publishes an empty warehouse', async () => {
  for (const landing of [join(temporaryFolder(), 'not-there'), temporaryFolder()]) {
    const config = testConfig(landing, temporaryFolder())
    expect((await etl(config)).status).toBe('published')
    expect(await ask(config, 'SELECT count(*) AS n FROM mart.center_day')).toEqual([{ n: 0 }])
    expect((await etl(config)).status).toBe('nothing_new')
  }
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
