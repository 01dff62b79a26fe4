import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Config } from '#etl/config.ts'
import { History } from '#etl/history/history.ts'
import { compact } from '#etl/keeping/compact.ts'
import { verify } from '#etl/keeping/verify.ts'
import { keyFingerprint } from '#etl/publish/key.ts'
import { readPointer } from '#etl/publish/pointer.ts'
import type { RunOptions } from '#etl/run/options.ts'
import { ask, etl, land, preparedOnce, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'
import { differences, servedFile } from '#tests/support/same-warehouse.ts'

/** Three nights loaded, the key in its file, the file of a fourth landed. */
const threeNights = preparedOnce(async () => {
  const { dir, put } = smallLanding()
  const config = { ...testConfig(dir, temporaryFolder()), pseudonymKey: undefined }
  for (const name of ['A1', 'A2', 'A3']) {
    put(`exams/${name}.csv`, examsCsv({ accession_no: name }))
    await etl(config)
  }
  put('exams/A4.csv', examsCsv({ accession_no: 'A4' }))
  return config
})

const prepared = async (): Promise<Config> => ({ ...(await threeNights()), pseudonymKey: undefined })

const runs = ({ dataDir }: Config) => join(dataDir, 'history/runs')
const recordOf = (config: Config, n: number) => join(runs(config), readdirSync(runs(config)).sort().at(n)!)
const pathOf = async ({ dataDir }: Config, folder: string) => (await new History(dataDir).committed(folder))[0]!

/** Changes one byte in the middle. */
function flip(path: string): void {
  const bytes = readFileSync(path)
  bytes[bytes.length >> 1]! ^= 1
  writeFileSync(path, bytes)
}

/** Every file of a folder with what it holds, but for those that tell how runs ended. */
function filesOf({ dataDir }: Config): Map<string, string> {
  const names = readdirSync(dataDir, { recursive: true, encoding: 'utf8' })
  const files = names.filter((n) => statSync(join(dataDir, n)).isFile() && !/^(runs\.ndjson|scan-index)/.test(n))
  return new Map(files.sort().map((n) => [n, readFileSync(join(dataDir, n), 'latin1')]))
}

/** The run is refused with a code, says all of these, and leaves what is served and every file as it was. */
async function expectRefused(
  config: Config,
  options: Partial<RunOptions>,
  code: string,
  says: RegExp[],
): Promise<void> {
  const [before, served] = [filesOf(config), await readPointer(config.dataDir)]
  const refusal = (await etl(config, options).catch((error: unknown) => error)) as { code: string; message: string }
  expect(refusal.code).toBe(code)
  for (const words of says) expect(refusal.message).toMatch(words)
  expect(await readPointer(config.dataDir)).toEqual(served)
  expect(filesOf(config)).toEqual(before)
}

const EXAMS = 'SELECT count(*) AS n FROM main.exam'
const WAY_BACK = [/backup of DATA_DIR\/history/, /LANDING_DIR/, /--forget-lost/]
const centers = (zone: string) => `center_code,name_en,time_zone\nC1,One,${zone}\nC2,Two,\n`

for (const folder of ['exams', 'source_file', 'reject', 'check']) {
  test(`a flipped byte in history/${folder} stops a rebuild before it publishes, and no byte is read as good`, async () => {
    const config = await prepared()
    const path = await pathOf(config, folder)
    flip(path)
    await expectRefused(config, { rebuild: true }, 'etl/history-damaged', [
      new RegExp(`history/${folder}/.*parquet`),
      ...WAY_BACK,
    ])
    flip(path)
    expect((await etl(config, { rebuild: true })).status).toBe('published')
  })
}

test('a flipped byte stops a run that reads history because reference data changed, and no night that reads none', async () => {
  const config = await prepared()
  flip(await pathOf(config, 'exams'))
  expect((await etl(config)).status).toBe('published')
  land(config, 'reference/centers.csv', centers('Asia/Tokyo'))
  await expectRefused(config, {}, 'etl/history-damaged', [/history\/exams\/.*parquet/, ...WAY_BACK])
})

test('compaction takes only what agrees, and keeps the sums of files that stay', async () => {
  const config = await prepared()
  const path = await pathOf(config, 'exams')
  flip(path)
  await expect(compact(config)).rejects.toMatchObject({ code: 'etl/history-damaged' })
  expect(await new History(config.dataDir).compacted()).toBeNull()
  flip(path)
  await compact(config)
  expect((await verify(config)).ok).toBe(true)
  const compacted = await pathOf(config, 'exams')
  flip(compacted)
  await expect(compact(config)).rejects.toMatchObject({ code: 'etl/history-damaged' })
  expect((await verify(config)).findings.map((f) => f.code)).toEqual(['history_file_changed'])
})

const LOSSES: [string, (config: Config) => void | Promise<void>, RegExp][] = [
  ['the newest record', (c) => rmSync(recordOf(c, -1)), /history\/runs\/\w+-\w+\.json/],
  ['an older record', (c) => rmSync(recordOf(c, 0)), /history\/runs\/\w+-\w+\.json/],
  ['all records', (c) => rmSync(runs(c), { recursive: true }), /the history of 3 runs/],
  ['the whole history', (c) => rmSync(join(c.dataDir, 'history'), { recursive: true }), /the history of 3 runs/],
  ['a file of history', async (c) => rmSync(await pathOf(c, 'exams')), /history\/exams\/.*parquet/],
  [
    'a folder of history',
    (c) => rmSync(join(c.dataDir, 'history/exams'), { recursive: true }),
    /exams.*and 2 more files/,
  ],
]
for (const [what, lose, says] of LOSSES) {
  test(`without ${what} a run stops, sweeps nothing, and goes on when it is back`, async () => {
    const config = await prepared()
    const kept = temporaryFolder()
    cpSync(join(config.dataDir, 'history'), kept, { recursive: true })
    await lose(config)
    for (const options of [{}, { rebuild: true }])
      await expectRefused(config, options, 'etl/history-lost', [says, ...WAY_BACK])
    await expect(compact(config)).rejects.toMatchObject({ code: 'etl/history-lost' })
    cpSync(kept, join(config.dataDir, 'history'), { recursive: true })
    expect((await etl(config)).status).toBe('published')
    expect(await ask(config, EXAMS)).toEqual([{ n: 4 }])
    expect((await verify(config)).findings).toEqual([])
  })

  test(`without ${what} a rebuild that is told to forget it loads again what is still landed, for good`, async () => {
    const config = await prepared()
    await lose(config)
    expect((await etl(config, { rebuild: true, forgetLost: true })).status).toBe('published')
    const twin = { ...config, dataDir: temporaryFolder() }
    cpSync(join(config.dataDir, 'pseudonym.key'), join(twin.dataDir, 'pseudonym.key'))
    await etl(twin)
    expect(await differences(twin, config)).toEqual([])
    expect((await etl(config)).status).toBe('nothing_new')
    await etl(config, { rebuild: true })
    expect(await differences(twin, config)).toEqual([])
    expect(
      (await verify(config)).findings.filter((f) => f.severity === 'problem' && f.code !== 'snapshot_unknown'),
    ).toEqual([])
  })
}

test('a lost compacted.json is told by its name, and the compacted files stay', async () => {
  const config = await prepared()
  await compact(config)
  const path = join(config.dataDir, 'history/compacted.json')
  renameSync(path, `${config.dataDir}/aside`)
  await expectRefused(config, {}, 'etl/history-lost', [/compacted\.json/, ...WAY_BACK])
  renameSync(`${config.dataDir}/aside`, path)
  expect((await etl(config)).status).toBe('published')
})

test('after a rollback a lost newest record is still missed', async () => {
  const config = await prepared()
  const { rollback } = await import('#etl/keeping/rollback.ts')
  await rollback(config, readdirSync(runs(config)).sort()[0]!.slice(0, -5))
  rmSync(recordOf(config, -1))
  await expectRefused(config, {}, 'etl/history-lost', [/history\/runs/])
})

test('a folder that holds nothing yet is no loss', async () => {
  const config = { ...(await prepared()), dataDir: temporaryFolder() }
  expect((await etl(config)).kind).toBe('backfill')
})

test('another key, an empty one, a short one or none stops a run before it hashes anything', async () => {
  const config = await prepared()
  const path = join(config.dataDir, 'pseudonym.key')
  const key = readFileSync(path, 'utf8')
  for (const [content, code] of [
    ['x'.repeat(64), 'etl/key-other'],
    ['', 'etl/key-unusable'],
    ['short', 'etl/key-unusable'],
    [null, 'etl/key-missing'],
  ] as const) {
    if (content === null) rmSync(path)
    else writeFileSync(path, content)
    for (const options of [{}, { rebuild: true }]) await expectRefused(config, options, code, [/key/i, /backup/])
  }
  expect(existsSync(path)).toBe(false)
  await expectRefused({ ...config, pseudonymKey: 'another key altogether' }, {}, 'etl/key-other', [/PSEUDONYM_KEY/])
  expect((await etl({ ...config, pseudonymKey: key.trim() })).status).toBe('published')
})

test('history keeps a fingerprint of the key, and neither the key nor a hash of it that is used elsewhere', async () => {
  const config = await prepared()
  const key = readFileSync(join(config.dataDir, 'pseudonym.key'), 'utf8').trim()
  const record = readFileSync(recordOf(config, -1), 'utf8')
  expect((JSON.parse(record) as { key: string }).key).toBe(keyFingerprint(key))
  expect(record).not.toContain(key)
})

test('with a new key a rebuild that is told so hashes all that is landed again', async () => {
  const config = await prepared()
  const keys = () => ask(config, 'SELECT DISTINCT patient_key FROM main.exam')
  const before = await keys()
  rmSync(join(config.dataDir, 'pseudonym.key'))
  expect((await etl(config, { rebuild: true, newKey: true })).status).toBe('published')
  expect(await ask(config, EXAMS)).toEqual([{ n: 4 }])
  expect(await keys()).not.toEqual(before)
  await etl(config, { rebuild: true })
  expect(await ask(config, EXAMS)).toEqual([{ n: 4 }])
})

/** As an older program would have left it: neither sums nor a fingerprint. */
function older(config: Config): void {
  for (const name of readdirSync(runs(config))) {
    const {
      key: _,
      checksums: __,
      snapshot: ___,
      ...rest
    } = JSON.parse(readFileSync(join(runs(config), name), 'utf8')) as Record<string, unknown>
    writeFileSync(join(runs(config), name), JSON.stringify(rest))
  }
}

test('a folder of an older program goes on, and its first run keeps the fingerprint though nothing landed', async () => {
  const config = await prepared()
  rmSync(join(config.landingDir, 'exams/A4.csv'))
  older(config)
  expect(await etl(config)).toMatchObject({ status: 'published', files_read: 0 })
  expect((await etl(config)).status).toBe('nothing_new')
  await etl(config, { rebuild: true })
  expect(await ask(config, EXAMS)).toEqual([{ n: 3 }])
  writeFileSync(join(config.dataDir, 'pseudonym.key'), 'x'.repeat(64))
  await expectRefused(config, {}, 'etl/key-other', [/backup/])
})

for (const [night, files] of [
  ['a night', 1],
  ['a run with nothing new', 0],
] as const) {
  test(`${night} that finds the served snapshot damaged names it, and makes it anew from history`, async () => {
    const config = await prepared()
    if (files === 0) rmSync(join(config.landingDir, 'exams/A4.csv'))
    const damaged = await servedFile(config.dataDir)
    const id = (await readPointer(config.dataDir))!.snapshot_id
    flip(damaged)
    expect(await etl(config)).toMatchObject({ status: 'published', damaged_snapshots: [id] })
    expect(await ask(config, EXAMS)).toEqual([{ n: 3 + files }])
    expect(existsSync(damaged)).toBe(false)
    expect((await verify(config)).findings.map((f) => f.code)).toEqual(['snapshot_set_aside'])
    expect((await etl(config)).status).toBe('nothing_new')
  })
}

test('while a damaged snapshot cannot be made anew, the newest sound one is served', async () => {
  const config = await prepared()
  const [, second] = readdirSync(runs(config)).sort()
  flip(await servedFile(config.dataDir))
  flip(await pathOf(config, 'exams'))
  await expect(etl(config)).rejects.toMatchObject({ code: 'etl/history-damaged' })
  expect(await readPointer(config.dataDir)).toMatchObject({ snapshot_id: second!.slice(0, -5) })
  flip(await pathOf(config, 'exams'))
  expect((await etl(config)).status).toBe('published')
  expect(await ask(config, EXAMS)).toEqual([{ n: 4 }])
})
