import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPointer } from '#etl/publish/pointer.ts'
import { snapshotFile, snapshotIds } from '#etl/publish/snapshots.ts'
import { rollback } from '#etl/keeping/rollback.ts'
import { status } from '#etl/keeping/status.ts'
import { ask, etl, land, preparedOnce, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

const threeNights = preparedOnce(async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  for (const name of ['A1', 'A2', 'A3']) {
    put(`exams/${name}.csv`, examsCsv({ accession_no: name }))
    await etl(config)
  }
  return config
})

const EXAMS = 'SELECT count(*) AS n FROM main.exam'

test('a rollback serves an older snapshot, and a run with nothing new does not undo it', async () => {
  const config = await threeNights()
  const [oldest] = await snapshotIds(config.dataDir)
  expect(await rollback(config, oldest!)).toContain(oldest)
  expect(await ask(config, EXAMS)).toEqual([{ n: 1 }])
  expect(await etl(config)).toMatchObject({ status: 'nothing_new', snapshot_id: oldest })
  expect(await readPointer(config.dataDir)).toMatchObject({ snapshot_id: oldest, rolled_back: true })
})

test('after a rollback a run with something new publishes it with all that came before', async () => {
  const config = await threeNights()
  const [oldest] = await snapshotIds(config.dataDir)
  await rollback(config, oldest!)
  land(config, 'exams/A4.csv', examsCsv({ accession_no: 'A4' }))
  await etl(config)
  expect(await ask(config, EXAMS)).toEqual([{ n: 4 }])
  expect((await readPointer(config.dataDir))?.rolled_back).toBeUndefined()
})

test('what was served until now stays one publication longer, however old: readers may be about to open it', async () => {
  const config = { ...(await threeNights()), snapshotsKept: 1 }
  const [first, second] = await snapshotIds(config.dataDir)
  // The first of the month stays anyway: the second one would go.
  await rollback(config, second!)
  land(config, 'exams/A4.csv', examsCsv({ accession_no: 'A4' }))
  const { snapshot_id: fourth } = await etl(config)
  expect(await snapshotIds(config.dataDir)).toEqual([first, second, fourth])
  land(config, 'exams/A5.csv', examsCsv({ accession_no: 'A5' }))
  const { snapshot_id: fifth } = await etl(config)
  expect(await snapshotIds(config.dataDir)).toEqual([first, fourth, fifth])
})

test('an id that is not retained, or is a path, is refused, and the pointer stays', async () => {
  const config = await threeNights()
  const before = await readPointer(config.dataDir)
  for (const id of ['20200101T000000000Z-0000', '../snapshots/x', ''])
    await expect(rollback(config, id)).rejects.toMatchObject({ code: 'etl/usage' })
  expect(await readPointer(config.dataDir)).toEqual(before)
})

test('a snapshot that cannot be opened is refused, and the pointer stays', async () => {
  const config = await threeNights()
  const [oldest] = await snapshotIds(config.dataDir)
  const before = await readPointer(config.dataDir)
  writeFileSync(join(config.dataDir, snapshotFile(oldest!)), 'torn')
  await expect(rollback(config, oldest!)).rejects.toMatchObject({ code: 'etl/snapshot-unusable' })
  expect(await readPointer(config.dataDir)).toEqual(before)
  expect(readdirSync(config.dataDir).includes('etl.lock')).toBe(false)
})

test('a snapshot without a record, and one that has changed since its run, are refused; the first is not listed either', async () => {
  const config = await threeNights()
  const [oldest, second] = await snapshotIds(config.dataDir)
  const before = await readPointer(config.dataDir)
  // As a run leaves it that is killed before it counts.
  const stray = '20990101T000000000Z-0000'
  copyFileSync(join(config.dataDir, snapshotFile(oldest!)), join(config.dataDir, snapshotFile(stray)))
  await expect(rollback(config, stray)).rejects.toMatchObject({ code: 'etl/usage' })
  expect(await status(config, false)).not.toContain(stray)
  expect(await status(config, false)).toContain(oldest)
  copyFileSync(join(config.dataDir, snapshotFile(second!)), join(config.dataDir, snapshotFile(oldest!)))
  await expect(rollback(config, oldest!)).rejects.toMatchObject({ code: 'etl/snapshot-unusable' })
  expect(await readPointer(config.dataDir)).toEqual(before)
  expect((await etl(config)).status).toBe('nothing_new')
})

test('a rollback mends a torn pointer', async () => {
  const config = await threeNights()
  const [oldest] = await snapshotIds(config.dataDir)
  writeFileSync(join(config.dataDir, 'current.json'), '{"snapshot_id": "2')
  await rollback(config, oldest!)
  expect(await ask(config, EXAMS)).toEqual([{ n: 1 }])
})

test('when the snapshot that a rollback named has gone, a run serves the newest again', async () => {
  const config = await threeNights()
  const ids = await snapshotIds(config.dataDir)
  await rollback(config, ids[0]!)
  rmSync(join(config.dataDir, snapshotFile(ids[0]!)))
  await etl(config)
  expect(await readPointer(config.dataDir)).toMatchObject({ snapshot_id: ids[2] })
  expect(existsSync(join(config.dataDir, snapshotFile(ids[2]!)))).toBe(true)
})
