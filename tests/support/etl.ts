import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, onTestFinished } from 'vitest'
import { readConfig, type Config } from '#etl/config.ts'
import type { RunResult } from '#etl/operation/outcomes.ts'
import { silentProgress } from '#etl/operation/progress.ts'
import { checksumOf, SEGMENT_BYTES } from '#etl/publish/checksum.ts'
import { readPointer } from '#etl/publish/pointer.ts'
import type { RunOptions } from '#etl/run/options.ts'
import { run } from '#etl/run/run.ts'

/** A folder that goes when the test ends. */
export function temporaryFolder(prefix = 'isocenter-'): string {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/**
 * Makes landing and data folder once and gives each test a copy of its own: a run costs half a second. The time stamps of
 * landing files stay, their inodes do not.
 */
export function preparedOnce(prepare: () => Promise<Config>): () => Promise<Config> {
  let made: Promise<Config> | null = null
  const kept: string[] = []
  afterAll(() => kept.forEach((folder) => rmSync(folder, { recursive: true, force: true })))
  const makeAndKeep = async () => {
    const { landingDir, dataDir } = await prepare()
    const copies = [landingDir, dataDir].map((folder) => {
      const copy = mkdtempSync(join(tmpdir(), 'isocenter-'))
      cpSync(folder, copy, { recursive: true, preserveTimestamps: true })
      return copy
    })
    kept.push(...copies)
    return testConfig(copies[0]!, copies[1]!)
  }
  return async () => {
    made ??= makeAndKeep()
    const { landingDir, dataDir } = await made
    const config = testConfig(temporaryFolder(), temporaryFolder())
    cpSync(landingDir, config.landingDir, { recursive: true, preserveTimestamps: true })
    cpSync(dataDir, config.dataDir, { recursive: true, preserveTimestamps: true })
    return config
  }
}

/** Puts a file into a landing folder. */
export function land({ landingDir }: Config, path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(landingDir, path)), { recursive: true })
  writeFileSync(join(landingDir, path), content)
}

export function testConfig(landingDir: string, dataDir: string): Config {
  return readConfig({
    LANDING_DIR: landingDir,
    DATA_DIR: dataDir,
    PSEUDONYM_KEY: 'a key that only tests use',
    ETL_THREADS: '2',
  })
}

export function etl(config: Config, options: Partial<RunOptions> = {}): Promise<RunResult> {
  return run(config, { rebuild: false, allowShrink: false, progress: silentProgress, ...options })
}

/** Lets the record of the served snapshot's run say that it published what its file holds now: else a run would find it damaged. */
export async function recordSnapshot({ dataDir }: Config): Promise<void> {
  const { file, snapshot_id } = (await readPointer(dataDir))!
  const path = join(dataDir, 'history/runs', `${snapshot_id}.json`)
  const record = JSON.parse(readFileSync(path, 'utf8')) as object
  const snapshot = await checksumOf(join(dataDir, file), SEGMENT_BYTES)
  writeFileSync(path, JSON.stringify({ ...record, snapshot }))
}

/** Rows of the current snapshot: BIGINT and DECIMAL as numbers, dates and instants as text, lists as arrays. */
export async function ask(config: Config, sql: string): Promise<Record<string, unknown>[]> {
  const pointer = await readPointer(config.dataDir)
  const instance = await DuckDBInstance.create(join(config.dataDir, pointer!.file), { access_mode: 'READ_ONLY' })
  try {
    const connection = await instance.connect()
    await connection.run("SET TimeZone = 'UTC'")
    const result = await connection.runAndReadAll(sql)
    const types = result.columnTypes().map(String)
    const names = result.columnNames()
    const rows = result
      .getRowsJson()
      .map((row) =>
        Object.fromEntries(
          row.map((value, i) => [
            names[i]!,
            /^(BIGINT|HUGEINT|DECIMAL)/.test(types[i]!) && value !== null ? Number(value) : value,
          ]),
        ),
      )
    connection.closeSync()
    return rows
  } finally {
    instance.closeSync()
  }
}
