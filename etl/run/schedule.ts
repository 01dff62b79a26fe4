import { existsSync } from 'node:fs'
import { join } from 'node:path'
import cron from 'node-cron'
import { ensureDataDir, type Config } from '../config.ts'
import { REFERENCE_FOLDER } from '../contracts/index.ts'
import { EtlError } from '../errors.ts'
import { discover } from '../landing/discover.ts'
import { readPointer } from '../publish/pointer.ts'
import { consoleProgress } from './progress.ts'
import { run } from './run.ts'

/** Runs nightly until SIGTERM or SIGINT. A run that is going on is finished before the process ends. */
export async function schedule(config: Config): Promise<void> {
  ensureDataDir(config.dataDir)
  let running: Promise<void> = Promise.resolve()
  const task = cron.schedule(config.cron, () => (running = once(config)), {
    timezone: config.timeZone,
    noOverlap: true,
  })
  console.log(
    `Nightly run at "${config.cron}" (${config.timeZone}); next ${task.getNextRun()?.toISOString() ?? 'never'}.`,
  )
  await new Promise<void>((resolve) => {
    const stop = () => {
      void task.stop()
      resolve()
    }
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
  })
  await running
}

/** Nothing published and nothing landed: an empty network would only push the demo aside. */
async function nothingYet(config: Config): Promise<boolean> {
  if (await readPointer(config.dataDir)) return false
  return !existsSync(join(config.landingDir, REFERENCE_FOLDER)) && (await discover(config.landingDir)).length === 0
}

async function once(config: Config): Promise<void> {
  if (await nothingYet(config)) return void console.log(`${new Date().toISOString()} nothing has landed yet`)
  const progress = consoleProgress(process.stderr)
  try {
    const result = await run(config, { rebuild: false, allowShrink: false, progress })
    console.log(
      `${result.ended_at} ${result.status}: snapshot ${result.snapshot_id}, ${result.rows_loaded} rows loaded`,
    )
  } catch (error) {
    const text = error instanceof EtlError ? error.message : 'unexpected failure; run npm run etl to see it'
    console.error(`${new Date().toISOString()} the run failed, the previous snapshot stays: ${text}`)
  } finally {
    progress.end()
  }
}
