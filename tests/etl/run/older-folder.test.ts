import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import type { Config } from '#etl/config.ts'
import { publishedTables, SCHEMA_VERSION, warehouseSql } from '#etl/schema/index.ts'
import { createSnapshotReader } from '#queries/db/snapshots.ts'
import { ask, etl, recordSnapshot, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

const RECORDED = 'tests/fixtures/data-folder-1'
const OLD_RUN = '20261128T020120869Z-0940'

/** What a program of schema version 1 left: history and pointer as recorded, and a snapshot that lacks columns. */
async function olderFolder(): Promise<Config> {
  const config = testConfig(temporaryFolder(), temporaryFolder())
  cpSync(join(RECORDED, 'data'), config.dataDir, { recursive: true })
  cpSync(join(RECORDED, 'landing'), config.landingDir, { recursive: true })
  const file = join(config.dataDir, `snapshots/snapshot-${OLD_RUN}.duckdb`)
  mkdirSync(dirname(file), { recursive: true })
  await change(file, [
    ...warehouseSql(),
    'ALTER TABLE mart.center_day DROP COLUMN stale_bookings',
    'ALTER TABLE ops.source_file DROP COLUMN stat_key',
    `INSERT INTO ops.meta VALUES ('schema_version', '1'), ('snapshot_id', '${OLD_RUN}'), ('is_demo', 'true')`,
  ])
  return config
}

async function change(file: string, statements: string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  for (const sql of statements) await connection.run(sql)
  connection.closeSync()
  instance.closeSync()
}

const reading = ({ dataDir }: Config) => {
  const reader = createSnapshotReader({ dataDirs: [dataDir], recheckMilliseconds: 0 })
  return reader.current().finally(() => reader.close())
}

test('a snapshot of an earlier program is refused with what to do, and the next run makes it anew though nothing landed', async () => {
  const config = await olderFolder()
  await expect(reading(config)).rejects.toMatchObject({
    code: 'queries/snapshot-unusable',
    message: expect.stringMatching(/schema version 1, .*npm run etl/) as string,
  })
  const { status, files_read } = await etl(config)
  expect({ status, files_read }).toEqual({ status: 'published', files_read: 0 })
  expect(await reading(config)).toMatchObject({ schema_version: SCHEMA_VERSION })
  const facts = ['exam', 'scanner_state', 'acquisition', 'ai_result', 'charge']
  const counts = facts.map((t) => `(SELECT count(*) FROM main.${t}) AS ${t}`)
  expect(await ask(config, `SELECT ${counts.join(', ')}`)).toEqual([
    { exam: 183, scanner_state: 246, acquisition: 468, ai_result: 247, charge: 184 },
  ])
  expect(await ask(config, 'SELECT run_id, rows_loaded FROM ops.run ORDER BY run_id LIMIT 1')).toEqual([
    { run_id: OLD_RUN, rows_loaded: 1328 },
  ])
  const columns = publishedTables.flatMap((t) => Object.keys(t.columns)).length
  const found = 'SELECT count(*) AS n FROM duckdb_columns() WHERE NOT internal'
  expect(await ask(config, found)).toEqual([{ n: columns }])
})

test('marts that other models made are made anew by the next run, though nothing landed', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('exams/a.csv', examsCsv({}))
  const { snapshot_id } = await etl(config)
  expect((await etl(config)).status).toBe('nothing_new')
  await change(join(config.dataDir, `snapshots/snapshot-${snapshot_id}.duckdb`), [
    "UPDATE ops.meta SET value = 'earlier' WHERE key = 'models'",
    'UPDATE mart.center_day SET exams_performed = 7',
  ])
  await recordSnapshot(config)
  rmSync(join(config.dataDir, 'scan-index'))
  const made = await etl(config)
  expect([made.status, made.damaged_snapshots]).toEqual(['published', undefined])
  expect(await ask(config, 'SELECT exams_performed FROM mart.center_day')).toEqual([{ exams_performed: 1 }])
})
