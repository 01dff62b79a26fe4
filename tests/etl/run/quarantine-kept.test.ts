import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Config } from '#etl/config.ts'
import { History } from '#etl/history/history.ts'
import { backup } from '#etl/keeping/backup.ts'
import { compact } from '#etl/keeping/compact.ts'
import { status } from '#etl/keeping/status.ts'
import { verify } from '#etl/keeping/verify.ts'
import { ask, etl, preparedOnce, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'
import { refuseExam } from './refused-exam.ts'

/** A night that loaded A1, and one that loaded A2 and set the file with BAD aside. */
const setAside = preparedOnce(async () => {
  const { dir, put } = smallLanding()
  put('exams/C1/a.csv', examsCsv({ accession_no: 'A1' }))
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  await refuseExam(config, 'BAD')
  put('exams/C1/b.csv', examsCsv({ accession_no: 'A2' }))
  put('exams/C1/c.csv', examsCsv({ accession_no: 'BAD' }))
  await etl(config)
  return config
})

const exams = async (config: Config) =>
  (await ask(config, 'SELECT accession_no AS a FROM main.exam ORDER BY 1')).map((row) => row.a)

test('a folder with files set aside agrees with its sums, and what is set aside survives a compaction', async () => {
  const config = await setAside()
  expect(await exams(config)).toEqual(['A1', 'A2'])
  expect((await verify(config)).findings).toEqual([])
  await compact(config)
  expect((await verify(config)).findings).toEqual([])
  expect(await status(config, false)).toContain('files_set_aside: ')
  await etl(config, { rebuild: true })
  expect(await exams(config)).toEqual(['A1', 'A2', 'BAD'])
})

test('damage to the rows of a file that is set aside is told before they are tried again', async () => {
  const config = await setAside()
  const damaged = (await new History(config.dataDir).committed('exams')).at(-1)!
  const bytes = readFileSync(damaged)
  bytes[Math.floor(bytes.length / 2)]! ^= 1
  writeFileSync(damaged, bytes)
  await expect(etl(config, { rebuild: true })).rejects.toMatchObject({ code: 'etl/history-damaged' })
  expect(await exams(config)).toEqual(['A1', 'A2'])
  expect((await verify(config)).ok).toBe(false)
})

test('a backup has what is set aside: restored, another program takes it', async () => {
  const config = await setAside()
  const folder = temporaryFolder()
  await backup(config, folder, { withKey: true, withSnapshot: false })
  const back = testConfig(temporaryFolder(), temporaryFolder())
  cpSync(folder, back.dataDir, { recursive: true })
  cpSync(join(folder, 'reference'), join(back.landingDir, 'reference'), { recursive: true })
  await etl(back, { rebuild: true })
  expect(await exams(back)).toEqual(['A1', 'A2', 'BAD'])
  expect((await verify(back)).findings).toEqual([])
})
