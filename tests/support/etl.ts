import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { onTestFinished } from 'vitest'
import { readConfig, type Config } from '#etl/config.ts'
import { readPointer } from '#etl/publish/pointer.ts'
import { silentProgress } from '#etl/run/progress.ts'
import { run, type RunOptions, type RunResult } from '#etl/run/run.ts'

/** A folder that goes when the test ends. */
export function temporaryFolder(prefix = 'isocenter-'): string {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
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
  return run(config, { rebuild: false, allowShrink: false, ...options, progress: silentProgress })
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
