import { spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import type { Config } from '#etl/config.ts'
import { History } from '#etl/history/history.ts'
import { verdictText, verify } from '#etl/keeping/verify.ts'
import { COMMAND, environment } from '#tests/support/crash.ts'
import { etl, preparedOnce, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'
import { servedFile } from '#tests/support/same-warehouse.ts'

const twoNights = preparedOnce(async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}, { accession_no: 'A2' }))
  await etl(config)
  put('exams/b.csv', examsCsv({ accession_no: 'A3' }, { accession_no: 'A4', modality: 'XX' }))
  await etl(config)
  return config
})

/** Codes of the problems after a fault. */
async function problemsAfter(fault: (config: Config) => unknown): Promise<string[]> {
  const config = await twoNights()
  await fault(config)
  const { ok, findings } = await verify(config)
  const problems = findings.filter((f) => f.severity === 'problem')
  expect(ok).toBe(problems.length === 0)
  // Every problem says where it is, what is wrong and what to do.
  for (const f of problems) expect(f.code === 'history_record' || (f.where && f.what && f.next), f.code).toBeTruthy()
  return problems.map((f) => f.code)
}

const exams = async (config: Config) => (await new History(config.dataDir).committed('exams'))[0]!
const record = ({ dataDir }: Config) => {
  const folder = join(dataDir, 'history', 'runs')
  return join(folder, readdirSync(folder).sort().at(-1)!)
}

/** Changes one byte in the middle. */
function flip(path: string): void {
  const bytes = readFileSync(path)
  bytes[bytes.length >> 1]! ^= 1
  writeFileSync(path, bytes)
}

async function edit(file: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  await connection.run(sql)
  connection.closeSync()
  instance.closeSync()
}

test('an undisturbed data folder has no finding', async () => {
  const config = await twoNights()
  const verdict = await verify(config)
  // A run keeps its exams, files, rejects, checks and their findings.
  expect(verdict).toEqual({ ok: true, runs: 2, history_files: 2 * 5, snapshots: 2, findings: [] })
  expect(verdictText(verdict)).toBe('History, snapshots and pointer agree: 2 runs, 10 history files, 2 snapshots.')
})

test('before anything is published there is nothing wrong', async () => {
  expect((await verify(testConfig(temporaryFolder(), temporaryFolder()))).ok).toBe(true)
})

test('one changed byte of a history file or of a snapshot is found', async () => {
  expect(await problemsAfter(async (c) => flip(await exams(c)))).toEqual(['history_file_changed'])
  expect(await problemsAfter(async (c) => flip(await servedFile(c.dataDir)))).toEqual(['snapshot_changed'])
})

test('a history file, a record or the served snapshot that is missing is found', async () => {
  expect(await problemsAfter(async (c) => rmSync(await exams(c)))).toEqual(['history_file_missing'])
  expect(await problemsAfter((c) => rmSync(record(c)))).toEqual(
    expect.arrayContaining(['pointer_behind', 'history_record_missing']),
  )
  expect(await problemsAfter(async (c) => rmSync(await servedFile(c.dataDir)))).toEqual(['pointer_dangling'])
})

test('damage of a snapshot that is served is told from that of one that is only kept', async () => {
  const older = (c: Config) => join(c.dataDir, 'snapshots', readdirSync(join(c.dataDir, 'snapshots')).sort()[0]!)
  expect(await problemsAfter((c) => flip(older(c)))).toEqual(['retained_snapshot_changed'])
})

test('a torn record is named, and so is one of another version', async () => {
  expect(await problemsAfter((c) => writeFileSync(record(c), '{"history_'))).toEqual(['history_record'])
  const other = (c: Config) => writeFileSync(record(c), '{"history_version": 99}')
  expect(await problemsAfter(other)).toEqual(['history_record'])
})

test('a pointer that is torn, gone or behind the newest run is found', async () => {
  const pointer = (c: Config) => join(c.dataDir, 'current.json')
  expect(await problemsAfter((c) => writeFileSync(pointer(c), '{"snap'))).toEqual(['pointer_torn'])
  expect(await problemsAfter((c) => rmSync(pointer(c)))).toEqual(['pointer_missing'])
  const behind = (c: Config) => {
    const [older, newer] = readdirSync(join(c.dataDir, 'snapshots')).sort()
    const id = (name: string) => name.slice('snapshot-'.length, -'.duckdb'.length)
    writeFileSync(pointer(c), readFileSync(pointer(c), 'utf8').replaceAll(id(newer!), id(older!)))
  }
  expect(await problemsAfter(behind)).toEqual(['pointer_behind'])
})

test('a snapshot that somebody wrote to, or put in another’s place, is found', async () => {
  const write = async (c: Config) =>
    edit(await servedFile(c.dataDir), "DELETE FROM main.exam WHERE accession_no = 'A1'")
  expect(await problemsAfter(write)).toEqual(['snapshot_changed'])
  const log = async (c: Config) => writeFileSync(`${await servedFile(c.dataDir)}.wal`, 'x')
  expect(await problemsAfter(log)).toEqual(['snapshot_log'])
  const swap = (c: Config) => {
    const [older, newer] = readdirSync(join(c.dataDir, 'snapshots')).sort()
    copyFileSync(join(c.dataDir, 'snapshots', older!), join(c.dataDir, 'snapshots', newer!))
  }
  expect(await problemsAfter(swap)).toEqual(['snapshot_changed'])
})

/** As an older program would have left it: no checksums, so that only what files hold can tell. */
function withoutChecksums(config: Config): void {
  const folder = join(config.dataDir, 'history', 'runs')
  for (const name of readdirSync(folder)) {
    const {
      checksums: _,
      snapshot: __,
      ...rest
    } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, object>
    writeFileSync(join(folder, name), JSON.stringify(rest))
  }
}

test('without checksums, rows that are missing in history, or are in one of history and snapshot only, are found', async () => {
  const config = await twoNights()
  withoutChecksums(config)
  expect((await verify(config)).findings.map((f) => f.severity)).toEqual(['note', 'note', 'note'])
  const lose = async (c: Config) => {
    withoutChecksums(c)
    const path = await exams(c)
    await edit(':memory:', `COPY (FROM '${path}' LIMIT 1) TO '${path}.new' (FORMAT parquet)`)
    copyFileSync(`${path}.new`, path)
    rmSync(`${path}.new`)
  }
  expect(await problemsAfter(lose)).toEqual(['history_rows', 'snapshot_disagrees'])
  const invent = async (c: Config) => {
    withoutChecksums(c)
    await edit(await servedFile(c.dataDir), "UPDATE main.exam SET source_line = 77 WHERE accession_no = 'A1'")
  }
  expect(await problemsAfter(invent)).toEqual(['snapshot_disagrees'])
})

test('a key that is gone or open to others is found, unless it is given by the environment', async () => {
  const kept = async (fault: (path: string) => void) => {
    const config = { ...(await twoNights()), pseudonymKey: undefined }
    writeFileSync(join(config.dataDir, 'pseudonym.key'), testConfig('x', 'x').pseudonymKey!, { mode: 0o600 })
    fault(join(config.dataDir, 'pseudonym.key'))
    return (await verify(config)).findings.map((f) => f.code)
  }
  expect(await kept(() => {})).toEqual([])
  expect(await kept((path) => rmSync(path))).toEqual(['key_missing'])
  expect(await kept((path) => chmodSync(path, 0o644))).toEqual(['key_open'])
  expect(await kept((path) => writeFileSync(path, 'k'.repeat(64)))).toEqual(['key_other'])
  expect(await kept((path) => writeFileSync(path, '\n'))).toEqual(['key_unusable'])
})

test('the command says what is wrong and ends with status 1, with --json as an object', async () => {
  const config = await twoNights()
  appendFileSync(await servedFile(config.dataDir), 'x')
  const [program = '', ...rest] = COMMAND
  const call = (...args: string[]) =>
    spawnSync(program, [...rest, 'verify', ...args], { env: environment(config), encoding: 'utf8' })
  expect(call().status).toBe(1)
  expect(call().stdout).toMatch(/^problem {2}snapshots\/snapshot-.*npm run etl -- rebuild\.\n1 problem in/)
  expect(JSON.parse(call('--json').stdout)).toMatchObject({ ok: false, findings: [{ code: 'snapshot_changed' }] })
})
