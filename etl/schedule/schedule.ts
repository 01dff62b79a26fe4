import { ensureDataDir, type Config } from '../config.ts'
import { EtlError, safeText } from '../errors.ts'
import type { RunOrigin } from '../operation/outcomes.ts'
import { consoleProgress } from '../operation/progress.ts'
import { run } from '../run/run.ts'
import { Scheduler } from './scheduler.ts'

/** How long a run may take to end what is quick once the process is told to stop; then the process ends without it. */
const STOP_WITHIN_MS = 8_000

/**
 * Runs nightly until SIGTERM or SIGINT. A run under way publishes if it is about to, else it is broken off without harm:
 * the process has ended after 8 seconds in any case, and the next start makes the run up.
 */
export async function schedule(config: Config): Promise<void> {
  ensureDataDir(config.dataDir)
  const log = (line: string) => console.log(`${new Date().toISOString()} ${line}`)
  const scheduler = new Scheduler(config, { log, runOnce: (origin, signal) => once(config, origin, signal) })
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
  await scheduler.start()
  const next = scheduler.nextRun?.toISOString() ?? 'never'
  console.log(`Nightly run at "${config.cron}" (${config.timeZone}); next ${next}.`)
  await stopped
  // The lock and what the run had begun are a dead process's then: the next run sweeps them.
  const timer = setTimeout(() => process.exit(0), STOP_WITHIN_MS)
  await scheduler.stop()
  clearTimeout(timer)
}

async function once(config: Config, origin: RunOrigin, signal: AbortSignal): Promise<void> {
  const progress = consoleProgress(process.stderr)
  try {
    const result = await run(config, { rebuild: false, allowShrink: false, progress, origin, signal })
    console.log(
      `${result.ended_at} ${result.status}: snapshot ${result.snapshot_id}, ${result.rows_loaded} rows loaded`,
    )
  } catch (error) {
    const text = error instanceof EtlError ? error.message : `failed: ${safeText(error)}; run npm run etl to try again`
    if (signal.aborted) console.log(`${new Date().toISOString()} the run was broken off, the previous snapshot stays`)
    else console.error(`${new Date().toISOString()} the run failed, the previous snapshot stays: ${text}`)
  } finally {
    progress.end()
  }
}
