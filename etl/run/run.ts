import { ensureDataDir, ensureSourceFolders, type Config } from '../config.ts'
import { keepOutcome, type RunOrigin, type RunResult } from '../operation/outcomes.ts'
import { ProgressFile } from '../operation/progress-file.ts'
import { takeLock } from '../publish/lock.ts'
import { Execution } from './execution.ts'
import { explained } from './explain.ts'
import type { RunOptions } from './options.ts'
import { failureOf, stoppable } from './stop.ts'

const BY_HAND: RunOrigin = { trigger: 'command', requestedBy: null }

/** A disk that is full to the last block has no room for the lock either. */
function lock(dataDir: string): () => void {
  try {
    return takeLock(dataDir)
  } catch (cause) {
    throw explained(cause, dataDir, 'taking the lock')
  }
}

/** One run: finds what is new, loads it, rebuilds what changed, checks, publishes. Throws EtlError; the old snapshot stays. */
export async function run(config: Config, options: RunOptions): Promise<RunResult> {
  ensureDataDir(config.dataDir)
  const unlock = lock(config.dataDir)
  const startedAt = new Date()
  const { origin = BY_HAND, signal } = options
  const file = new ProgressFile(config.dataDir, origin, startedAt, options.progress)
  const execution = new Execution(config, { ...options, progress: stoppable(file, signal) }, startedAt)
  const started_by = { trigger: origin.trigger, requested_by: origin.requestedBy }
  try {
    ensureSourceFolders(config)
    const result = await execution.execute()
    // What is published is published: that it could not be noted is no failure of the run.
    await keepOutcome(config.dataDir, { ...result, ...started_by }).catch(() =>
      options.progress.note('the outcome could not be written to runs.ndjson'),
    )
    return result
  } catch (cause) {
    const error = explained(cause, config.dataDir, file.current)
    await keepOutcome(config.dataDir, {
      ...(execution.runId ? { run_id: execution.runId } : {}),
      status: 'failed',
      ...started_by,
      started_at: startedAt.toISOString(),
      ended_at: new Date().toISOString(),
      ...failureOf(error, signal),
      steps: execution.steps,
    }).catch(() => undefined)
    throw error
  } finally {
    file.remove()
    unlock()
  }
}
