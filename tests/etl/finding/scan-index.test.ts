import { appendFileSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scan } from '#etl/landing/discover.ts'
import { Folder } from '#etl/landing/folder.ts'
import { readScanIndex, writeScanIndex } from '#etl/landing/scan-index.ts'
import { readPointer } from '#etl/publish/pointer.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

/** A network with two loaded files that are old enough to be trusted. */
async function loaded() {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}))
  put('exams/deep/b.csv', examsCsv({ accession_no: 'A2' }))
  for (const name of ['exams/a.csv', 'exams/deep/b.csv']) utimesSync(join(dir, name), 1000, 1000)
  await etl(config)
  return { dir, put, config, index: join(config.dataDir, 'scan-index') }
}

test('after a run the index names every file with size, times and inode, so that a scan finds none new', async () => {
  const { dir, config } = await loaded()
  const { snapshot_id } = (await readPointer(config.dataDir))!
  const { folders } = readScanIndex(config.dataDir, snapshot_id)!
  expect((await scan(dir, folders)).files).toEqual([])
  expect((await scan(dir)).files.map((f) => f.path)).toEqual(['exams/a.csv', 'exams/deep/b.csv'])
  writeFileSync(join(dir, 'exams/a.csv'), examsCsv({}))
  expect((await scan(dir, folders)).files.map((f) => f.path)).toEqual(['exams/a.csv'])
})

test('an index that is lost, torn, altered or of another snapshot only costs time', async () => {
  const { put, config, index } = await loaded()
  const whole = readFileSync(index, 'utf8')
  const spoil = {
    lost: () => rmSync(index),
    torn: () => truncateSync(index, statSync(index).size - 5),
    altered: () => appendFileSync(index, 'exams/c.csv/1:1:1:1\n'),
    'of another snapshot': () => writeFileSync(index, whole.replace(/"snapshotId":"[^"]*"/, '"snapshotId":"x"')),
    'no index at all': () => writeFileSync(index, '\0\n\0'),
  }
  for (const [n, [how, spoilIndex]] of Object.entries(spoil).entries()) {
    spoilIndex()
    expect((await etl(config)).status, how).toBe('nothing_new')
    put(`exams/new-${n}.csv`, examsCsv({ accession_no: `N${n}` }))
    spoilIndex()
    expect((await etl(config)).files_read, how).toBe(1)
  }
  expect(await ask(config, 'SELECT count(*) AS n FROM main.exam')).toEqual([{ n: 7 }])
})

test('a file whose content changed behind the same size, times and inode is found by a full scan', async () => {
  const { dir, config, index } = await loaded()
  const path = join(dir, 'exams/a.csv')
  const changed = readFileSync(path, 'utf8').replaceAll('A1', 'A9')
  // The index is made to hold the new times, as if nothing had touched the file since it was read.
  const key = (s: ReturnType<typeof stats>) => `${s.size}:${s.mtimeMs}:${s.ctimeMs}:${s.ino}`
  const stats = () => statSync(path)
  const before = key(stats())
  writeFileSync(path, changed)
  utimesSync(path, 1000, 1000)
  const { folders, ...rest } = readScanIndex(config.dataDir, (await readPointer(config.dataDir))!.snapshot_id)!
  const text = folders.get('exams')!.text.replace(before, key(stats()))
  await writeScanIndex(config.dataDir, { ...rest, folders: new Map([...folders, ['exams', new Folder(text)]]) })
  expect((await etl(config)).status).toBe('nothing_new')
  expect((await etl(config, { fullScan: true })).files_read).toBe(1)
  expect(await ask(config, 'SELECT accession_no FROM main.exam ORDER BY 1')).toEqual([
    { accession_no: 'A1' },
    { accession_no: 'A2' },
    { accession_no: 'A9' },
  ])
  rmSync(index)
  expect((await etl(config, { fullScan: true })).status).toBe('nothing_new')
})
