import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { History } from '#etl/history/history.ts'
import { compact } from '#etl/keeping/compact.ts'
import { verify } from '#etl/keeping/verify.ts'
import { etl, land, preparedOnce, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'
import { differences } from '#tests/support/same-warehouse.ts'

/** A data folder after four nights: a correction, rows of an unknown center, a file that is no good. */
const fourNights = preparedOnce(async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}, { accession_no: 'A2', center_code: 'C9' }))
  await etl(config)
  put('exams/b.csv', examsCsv({ status: 'completed', reported_at: '', updated_at: '2026-03-02 08:30:00' }))
  await etl(config)
  put('exams/c.csv', examsCsv({ accession_no: 'A3' }, { accession_no: 'A4', modality: 'XX' }))
  put('exams/d.csv', 'no,header')
  await etl(config)
  put('exams/e.csv', examsCsv({ accession_no: 'A5' }))
  await etl(config)
  return config
})

const filesOf = async (dataDir: string) => [...(await new History(dataDir).contents()).values()].flat().length

test('compaction leaves a file per feed, and the runs readable; a rebuild makes the same warehouse', async () => {
  const config = await fourNights()
  const twin = testConfig(config.landingDir, temporaryFolder())
  await etl(twin)
  const before = await new History(config.dataDir).records()
  expect(await compact(config)).toEqual({ files_before: 20, files_after: 5 })
  expect(readdirSync(join(config.dataDir, 'history', 'exams'))).toHaveLength(1)
  expect(await new History(config.dataDir).records()).toEqual(before)
  expect((await verify(config)).findings).toEqual([])
  await etl(config, { rebuild: true })
  expect(await differences(twin, config)).toEqual([])
})

test('what a newer row replaced and what was refused stays: both count when reference data changes', async () => {
  const config = await fourNights()
  await compact(config)
  land(config, 'reference/centers.csv', 'center_code,name_en,time_zone\nC1,One,Asia/Shanghai\nC2,Two,\nC9,Nine,\n')
  land(config, 'reference/scanners.csv', 'scanner_id,center_code,modality\nS1,C9,MR\nS2,C2,CT\n')
  await etl(config, { allowShrink: true })
  const twin = testConfig(config.landingDir, temporaryFolder())
  await etl(twin)
  expect(await differences(twin, config)).toEqual([])
})

test('later nights add to what was compacted, and compacting again takes only what is small', async () => {
  const config = await fourNights()
  // Four rows of exams are "large" here: their file is not written again.
  await compact(config, 4)
  const names = async () => (await new History(config.dataDir).committed('exams')).map((f) => f.split('/').at(-1))
  const [large] = await names()
  land(config, 'exams/f.csv', examsCsv({ accession_no: 'A6' }))
  await etl(config)
  land(config, 'exams/g.csv', examsCsv({ accession_no: 'A7' }))
  await etl(config)
  await compact(config, 4)
  expect((await names())[0]).toBe(large)
  expect(await names()).toHaveLength(2)
  expect((await verify(config)).findings).toEqual([])
  const twin = testConfig(config.landingDir, temporaryFolder())
  await etl(twin)
  await etl(config, { rebuild: true })
  expect(await differences(twin, config)).toEqual([])
})

test('with nothing to merge, compaction changes nothing', async () => {
  const config = await fourNights()
  await compact(config)
  const before = await filesOf(config.dataDir)
  expect(await compact(config)).toEqual({ files_before: before, files_after: before })
})

test('a compaction that was broken off before it counted leaves history as it was', async () => {
  const config = await fourNights()
  const before = await filesOf(config.dataDir)
  const left = ['exams/compact-x-0.parquet', 'exams/compact-x-1.parquet.tmp', 'compacted.json.tmp']
  for (const name of left) writeFileSync(join(config.dataDir, 'history', name), 'half')
  expect((await verify(config)).findings).toMatchObject([{ code: 'strays', severity: 'note' }])
  expect(await filesOf(config.dataDir)).toBe(before)
  await etl(config)
  expect(await new History(config.dataDir).strays()).toEqual([])
})

test('a damaged file stops a compaction, and history stays as it was', async () => {
  const config = await fourNights()
  const [first] = await new History(config.dataDir).committed('exams')
  writeFileSync(first!, 'PAR1')
  await expect(compact(config)).rejects.toThrow()
  expect(await new History(config.dataDir).compacted()).toBeNull()
  expect(readdirSync(join(config.dataDir)).includes('etl.lock')).toBe(false)
  rmSync(first!)
})
