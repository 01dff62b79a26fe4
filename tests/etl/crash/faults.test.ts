import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Config } from '#etl/config.ts'
import { History } from '#etl/history/history.ts'
import { verify } from '#etl/keeping/verify.ts'
import { lockPath } from '#etl/publish/lock.ts'
import { readPointer } from '#etl/publish/pointer.ts'
import { snapshotIds } from '#etl/publish/snapshots.ts'
import { silentProgress } from '#etl/operation/progress.ts'
import { run } from '#etl/run/run.ts'
import { createSnapshotReader } from '#queries/db/snapshots.ts'
import { COMMAND, environment } from '#tests/support/crash.ts'
import { canMount, fill, setReadOnly, smallDisk } from '#tests/support/disks.ts'
import { etl, land, preparedOnce, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'
import { watchingReader } from '#tests/support/readers.ts'
import { differences } from '#tests/support/same-warehouse.ts'

/** One night loaded, the files of the next landed. */
const oneNight = preparedOnce(async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}, { accession_no: 'A2', modality: 'XX' }))
  await etl(config)
  put('exams/b.csv', examsCsv({ accession_no: 'A3' }, { status: 'completed', reported_at: '' }))
  return config
})

/** What the landing folder gives without any disturbance. */
const undisturbed = preparedOnce(async () => {
  const config = await oneNight()
  const twin = { ...config, dataDir: temporaryFolder() }
  await etl(twin)
  return twin
})

/** A reader that must see neither an error nor a mixed snapshot until the test is over. */
async function withReader(config: Config) {
  const readers = watchingReader(config.dataDir)
  await readers.ask()
  onTestFinished(() => readers.stop())
  return readers
}

/** The old snapshot answers, the next run does the work, and what it makes is what an undisturbed one makes. */
async function expectRecovery(config: Config, readers: Awaited<ReturnType<typeof withReader>>): Promise<void> {
  const [old] = [...readers.seen.keys()]
  expect(await readers.ask()).toBe(old)
  expect((await etl(config)).status).toBe('published')
  expect(await readers.ask()).not.toBe(old)
  expect(readers.problems).toEqual([])
  expect(await differences(await undisturbed(), config)).toEqual([])
  expect((await verify(config)).findings).toEqual([])
}

for (const step of ['reading reference data', 'loading exams', 'building marts', 'publishing']) {
  test.skipIf(!canMount)(`a disk that is full when a run is at "${step}" fails it with what to do`, async () => {
    const prepared = await oneNight()
    const config = { ...prepared, dataDir: smallDisk(100)! }
    cpSync(prepared.dataDir, config.dataDir, { recursive: true })
    const readers = await withReader(config)
    let free = () => {}
    const failing = run(config, {
      ...{ rebuild: false, allowShrink: false },
      progress: { ...silentProgress, step: (name) => name === step && (free = fill(config.dataDir)) },
    })
    await expect(failing).rejects.toMatchObject({ code: 'etl/disk-full', message: /Free some space/ })
    expect(await readers.ask()).toBe([...readers.seen.keys()][0])
    free()
    await expectRecovery(config, readers)
    await readers.stop()
  })
}

test.skipIf(process.platform !== 'linux')(
  'a run that may not write large files fails, and the next completes it',
  async () => {
    const config = await oneNight()
    const readers = await withReader(config)
    // The signal that comes with the limit is ignored, so that writing fails as it does on a full disk.
    const limited = ['-c', 'trap "" XFSZ; ulimit -f 1000; exec "$@"', 'sh', ...COMMAND]
    const { status, stderr } = spawnSync('sh', limited, { env: environment(config), encoding: 'utf8' })
    expect([status, stderr]).toEqual([1, expect.stringMatching(/may hold no more \((EFBIG|file too large)\)/)])
    await expectRecovery(config, readers)
  },
)

test.skipIf(!canMount)(
  'a data folder that cannot be written is one clear line, and what is there stays served',
  async () => {
    const prepared = await oneNight()
    const config = { ...prepared, dataDir: smallDisk(100)! }
    cpSync(prepared.dataDir, config.dataDir, { recursive: true })
    const readers = await withReader(config)
    expect(setReadOnly(config.dataDir, true)).toBe(true)
    await expect(etl(config)).rejects.toMatchObject({ code: 'etl/usage', message: /cannot write to/ })
    expect(setReadOnly(config.dataDir, false)).toBe(true)
    await expectRecovery(config, readers)
    await readers.stop()
  },
)

test.skipIf(!canMount)('a disk without room for the lock fails the run with what to do', async () => {
  const prepared = await oneNight()
  const config = { ...prepared, dataDir: smallDisk(100)! }
  cpSync(prepared.dataDir, config.dataDir, { recursive: true })
  const free = fill(config.dataDir)
  await expect(etl(config)).rejects.toMatchObject({ code: 'etl/disk-full', message: /Free some space/ })
  const [program = '', ...rest] = COMMAND
  const called = spawnSync(program, [...rest, 'compact'], { env: environment(config), encoding: 'utf8' })
  expect([called.status, called.stderr]).toEqual([1, expect.stringMatching(/ is full .*Free some space/)])
  free()
  expect(readdirSync(config.dataDir).filter((n) => n.startsWith('etl.lock'))).toEqual([])
  expect((await etl(config)).status).toBe('published')
})

test.skipIf(!canMount)('status tells of a folder that can only be read', async () => {
  const prepared = await oneNight()
  const config = { ...prepared, dataDir: smallDisk(100)! }
  cpSync(prepared.dataDir, config.dataDir, { recursive: true })
  expect(setReadOnly(config.dataDir, true)).toBe(true)
  const [program = '', ...rest] = COMMAND
  const { status, stdout } = spawnSync(program, [...rest, 'status'], { env: environment(config), encoding: 'utf8' })
  expect([status, stdout]).toEqual([0, expect.stringMatching(/exams +newest file/)])
  setReadOnly(config.dataDir, false)
})

for (const name of ['tmp', 'history/exams']) {
  test(`a file in place of the folder ${name} is one clear line, or is put right`, async () => {
    const config = await oneNight()
    const readers = await withReader(config)
    const path = join(config.dataDir, name)
    const aside = `${temporaryFolder()}/aside`
    cpSync(path, aside, { recursive: true })
    rmSync(path, { recursive: true })
    writeFileSync(path, '')
    const status = await etl(config).then(
      (r) => r.status,
      (error: { code: string; message: string }) => `${error.code} ${error.message}`,
    )
    expect(status).toMatch(
      /^published$|^etl\/folder-unusable cannot use .*mend it|^etl\/history-lost .*history\/exams.*Put what is missing back/,
    )
    if (status !== 'published') {
      rmSync(path, { recursive: true })
      cpSync(aside, path, { recursive: true })
      await expectRecovery(config, readers)
    } else expect(await differences(await undisturbed(), config)).toEqual([])
  })
}

for (const torn of ['', '{"schema_version": 1, "snapsh', 'null']) {
  test(`a current.json that holds ${JSON.stringify(torn)} stops no reader, and the next run mends it`, async () => {
    const config = await oneNight()
    const readers = await withReader(config)
    await readers.stop()
    const reader = watchingReader(config.dataDir)
    const served = await reader.ask()
    writeFileSync(join(config.dataDir, 'current.json'), torn)
    expect(await reader.ask()).toBe(served)
    rmSync(join(config.landingDir, 'exams/b.csv'))
    expect(await etl(config)).toMatchObject({ status: 'nothing_new', snapshot_id: served })
    expect((await readPointer(config.dataDir))?.snapshot_id).toBe(served)
    expect((await verify(config)).findings).toEqual([])
    await reader.stop()
  })
}

test('with a torn current.json a dashboard that starts serves the newest snapshot, and says what to mend', async () => {
  const config = await oneNight()
  const { snapshot_id: newest } = await etl(config)
  writeFileSync(join(config.dataDir, 'current.json'), '{"snap')
  const reader = createSnapshotReader({ dataDirs: [config.dataDir], recheckMilliseconds: 0 })
  onTestFinished(() => reader.close())
  expect(await reader.current()).toMatchObject({ snapshot_id: newest, is_demo: false })
  expect(reader.problem()?.message).toMatch(/current\.json cannot be read as a pointer/)
  await etl(config)
  expect(await reader.current()).toMatchObject({ snapshot_id: newest })
  expect(reader.problem()).toBeNull()
})

test('what killed runs left (logs, working files, half-written files) is swept away and counts for nothing', async () => {
  const config = await oneNight()
  const readers = await withReader(config)
  const [id] = await snapshotIds(config.dataDir)
  const left = [
    ...[`snapshots/snapshot-${id}.duckdb.wal`, 'snapshots/.work-20200101T000000000Z-0000.duckdb'],
    ...['snapshots/.work-20200101T000000000Z-0000.duckdb.wal', 'tmp/20200101T000000000Z-0000/raw.csv'],
    ...['history/exams/20200101T000000000Z-0000.parquet', 'history/exams/x.parquet.tmp', 'history/runs/x.json.tmp'],
    'current.json.tmp',
  ]
  for (const name of left) {
    mkdirSync(join(config.dataDir, name, '..'), { recursive: true })
    writeFileSync(join(config.dataDir, name), 'half')
  }
  await expectRecovery(config, readers)
  expect(left.filter((name) => existsSync(join(config.dataDir, name)))).toEqual([])
})

test('the lock of a process that is gone does not stop the next run', async () => {
  const config = await oneNight()
  const readers = await withReader(config)
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(lockPath(config.dataDir), JSON.stringify({ pid, started: '1', since: '2026-03-01T00:00:00Z' }))
  await expectRecovery(config, readers)
  expect(readdirSync(config.dataDir).filter((n) => n.startsWith('etl.lock'))).toEqual([])
})

test('when the clock jumps back, runs go on, in order, and nothing is lost', async () => {
  const config = await oneNight()
  const readers = await withReader(config)
  const [first] = await snapshotIds(config.dataDir)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2021-01-01T00:00:00Z') })
  onTestFinished(() => void vi.useRealTimers())
  const { snapshot_id: second } = await etl(config)
  expect(second > first!).toBe(true)
  land(config, 'exams/c.csv', examsCsv({ accession_no: 'A4' }))
  const { snapshot_id: third } = await etl(config)
  vi.useRealTimers()
  land(config, 'exams/d.csv', examsCsv({ accession_no: 'A5' }))
  const { snapshot_id: fourth } = await etl(config)
  expect([first, second, third, fourth]).toEqual([first, second, third, fourth].sort())
  // Ids stay as long as they were, however often it happens.
  expect(new Set([first, second, third, fourth].map((id) => id!.length)).size).toBe(1)
  expect((await new History(config.dataDir).records()).map((r) => r.run_id)).toEqual([first, second, third, fourth])
  const twin = { ...config, dataDir: temporaryFolder() }
  await etl(twin)
  expect(await differences(twin, config)).toEqual([])
  expect((await verify(config)).findings).toEqual([])
  await readers.stop()
  expect(readers.problems).toEqual([])
})

test('an outcome that was torn does not take the next one with it', async () => {
  const config = await oneNight()
  const path = join(config.dataDir, 'runs.ndjson')
  writeFileSync(path, '{"status":"fai')
  await etl(config)
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  expect(JSON.parse(lines[1]!)).toMatchObject({ status: 'published' })
})
