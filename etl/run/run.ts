import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureDataDir, type Config } from '../config.ts'
import { EtlError } from '../errors.ts'
import { takeLock } from '../publish/lock.ts'
import { Execution } from './execution.ts'
import type { RunOptions, RunResult } from './types.ts'

export type { RunOptions, RunResult } from './types.ts'

/** One run: finds what is new, loads it, rebuilds what changed, checks, publishes. Throws EtlError; the old snapshot stays. */
export async function run(config: Config, options: RunOptions): Promise<RunResult> {
  ensureDataDir(config.dataDir)
  const unlock = takeLock(config.dataDir)
  const startedAt = new Date()
  try {
    const result = await new Execution(config, options, startedAt).execute()
    await logOutcome(config.dataDir, { ...result, steps: undefined })
    return result
  } catch (error) {
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error)
    await logOutcome(config.dataDir, {
      status: 'failed',
      started_at: startedAt.toISOString(),
      ended_at: new Date().toISOString(),
      code: error instanceof EtlError ? error.code : 'etl/unexpected',
      message: error instanceof EtlError ? message : 'unexpected failure',
    }).catch(() => undefined)
    throw error
  } finally {
    unlock()
  }
}

/** Every outcome, failed ones too, is kept as a line: a snapshot knows only of runs that led to it. */
async function logOutcome(dataDir: string, outcome: object): Promise<void> {
  await appendFile(join(dataDir, 'runs.ndjson'), `${JSON.stringify(outcome)}\n`)
}
