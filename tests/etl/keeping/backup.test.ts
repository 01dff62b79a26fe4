import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { History } from '#etl/history/history.ts'
import { backup } from '#etl/keeping/backup.ts'
import { compact } from '#etl/keeping/compact.ts'
import { verify } from '#etl/keeping/verify.ts'
import { silentProgress } from '#etl/operation/progress.ts'
import { run } from '#etl/run/run.ts'
import { ask, etl, land, preparedOnce, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'
import { differences } from '#tests/support/same-warehouse.ts'

const HISTORY_ONLY = { withKey: false, withSnapshot: false }

const twoNights = preparedOnce(async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  for (const name of ['A1', 'A2']) {
    put(`exams/${name}.csv`, examsCsv({ accession_no: name }))
    await etl(config)
  }
  return config
})

/** An empty installation into which a backup is put back as docs/operations.md says. */
function restored(from: string) {
  const config = testConfig(temporaryFolder(), temporaryFolder())
  cpSync(from, config.dataDir, { recursive: true })
  cpSync(join(from, 'reference'), join(config.landingDir, 'reference'), { recursive: true })
  rmSync(join(config.dataDir, 'reference'), { recursive: true })
  return config
}

test('a backup that is made while a run lasts restores to what was published before it', async () => {
  const config = await twoNights()
  const [twin, folder] = [testConfig(temporaryFolder(), config.dataDir), temporaryFolder()]
  const published = temporaryFolder()
  cpSync(config.dataDir, published, { recursive: true })
  land(config, 'exams/A3.csv', examsCsv({ accession_no: 'A3' }))
  const backups: Promise<unknown>[] = []
  await run(config, {
    ...{ rebuild: false, allowShrink: false },
    progress: {
      ...silentProgress,
      step: (name) => name === 'building marts' && backups.push(backup(twin, folder, HISTORY_ONLY)),
    },
  })
  await Promise.all(backups)
  expect(backups).toHaveLength(1)
  cpSync(join(config.landingDir, 'reference'), join(folder, 'reference'), { recursive: true })
  const back = restored(folder)
  await etl(back, { rebuild: true })
  const runs = (await new History(folder).records()).length
  // The run may have counted before the last record was listed: then it is in the backup, and whole.
  const same = runs === 2 ? testConfig(config.landingDir, published) : config
  expect(await differences(same, back)).toEqual([])
  expect((await verify(back)).ok).toBe(true)
})

test('restored with its snapshot a folder serves at once, and knows the landing files', async () => {
  const config = await twoNights()
  const folder = temporaryFolder()
  await backup(config, folder, { withKey: false, withSnapshot: true })
  const back = restored(folder)
  expect(await ask(back, 'SELECT count(*) AS n FROM main.exam')).toEqual([{ n: 2 }])
  expect((await verify(back)).findings).toEqual([])
  cpSync(config.landingDir, back.landingDir, { recursive: true })
  expect((await etl(back)).status).toBe('nothing_new')
})

/** What a night of exams adds to history: exams, files, rejects, checks and their findings. */
const A_NIGHT = 5

test('a second backup copies what is new, and after a compaction it holds no more than history does', async () => {
  const config = await twoNights()
  const folder = temporaryFolder()
  expect(await backup(config, folder, HISTORY_ONLY)).toEqual({ runs: 2, files_copied: 2 * A_NIGHT, files_kept: 0 })
  land(config, 'exams/A3.csv', examsCsv({ accession_no: 'A3' }))
  await etl(config)
  expect(await backup(config, folder, HISTORY_ONLY)).toEqual({
    runs: 3,
    files_copied: A_NIGHT,
    files_kept: 2 * A_NIGHT,
  })
  await compact(config)
  expect(await backup(config, folder, HISTORY_ONLY)).toEqual({ runs: 3, files_copied: A_NIGHT, files_kept: 0 })
  expect(readdirSync(join(folder, 'history', 'exams'))).toHaveLength(1)
  const back = restored(folder)
  await etl(back, { rebuild: true })
  expect(await differences(config, back)).toEqual([])
})

test('a file that was damaged does not replace the good one of an earlier backup', async () => {
  const config = await twoNights()
  const folder = temporaryFolder()
  await backup(config, folder, HISTORY_ONLY)
  const [first] = await new History(config.dataDir).committed('exams')
  const copy = join(folder, first!.slice(config.dataDir.length))
  const good = readFileSync(copy)
  writeFileSync(first!, 'PAR1')
  await backup(config, folder, HISTORY_ONLY)
  expect(readFileSync(copy).equals(good)).toBe(true)
  await expect(backup(config, temporaryFolder(), HISTORY_ONLY)).rejects.toMatchObject({ code: 'etl/backup-damaged' })
})

test('keys are copied only when asked for, and for their owner alone', async () => {
  const config = await twoNights()
  const keys = ['pseudonym.key', 'file-names.key']
  for (const key of keys) writeFileSync(join(config.dataDir, key), 'k'.repeat(64), { mode: 0o600 })
  const folder = temporaryFolder()
  await backup(config, folder, HISTORY_ONLY)
  for (const key of keys) expect(existsSync(join(folder, key))).toBe(false)
  await backup(config, folder, { ...HISTORY_ONLY, withKey: true })
  for (const key of keys) expect(statSync(join(folder, key)).mode & 0o777).toBe(0o600)
})

test('a backup has what steers loading: reference data, profiles, declared sources', async () => {
  const config = await twoNights()
  land(config, 'profiles/p.json', '{}')
  land(config, 'sources.json', '{"sources": []}')
  const folder = temporaryFolder()
  await backup(config, folder, HISTORY_ONLY)
  for (const name of ['reference/centers.csv', 'profiles/p.json', 'sources.json'])
    expect(readFileSync(join(folder, name)).equals(readFileSync(join(config.landingDir, name)))).toBe(true)
})

test('a folder of somebody else’s, or inside the data, is refused', async () => {
  const config = await twoNights()
  const full = temporaryFolder()
  writeFileSync(join(full, 'thesis.txt'), 'x')
  for (const folder of [full, config.dataDir, join(config.dataDir, 'backup'), config.landingDir])
    await expect(backup(config, folder, HISTORY_ONLY)).rejects.toMatchObject({ code: 'etl/usage' })
})

test('the way to copy app.db that docs/operations.md describes gives a whole copy while the dashboard writes', () => {
  const folder = temporaryFolder()
  const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'operations.md'), 'utf8')
  const script = /^node -e "(.*VACUUM INTO.*)"$/m.exec(guide)?.[1]?.replaceAll('\\"', '"').replaceAll('\\`', '`')
  const writer = `const D = require('libsql'); const d = new D('data/app.db'); d.pragma('journal_mode = WAL');
    d.exec('CREATE TABLE t (x)'); d.exec('INSERT INTO t VALUES (1)');`
  const root = join(import.meta.dirname, '..', '..', '..')
  const code = `process.chdir(${JSON.stringify(folder)}); require('fs').mkdirSync('data'); require('fs').mkdirSync('backup');
    ${writer} ${script}; console.log(new D('backup/app.db').prepare('SELECT count(*) AS n FROM t').get().n)`
  const done = spawnSync(process.execPath, ['-e', code], { cwd: root, encoding: 'utf8' })
  expect([done.stdout.trim(), done.stderr]).toEqual(['1', ''])
})
