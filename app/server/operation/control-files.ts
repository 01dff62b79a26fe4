import { readFile, rename, rm, stat, writeFile, link } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { z } from 'zod'
import { DATA_FILES, isAlive, isLiving, parsed, RunProgress, RunRequest, SchedulerState } from '#queries/data-folder.ts'
import type { RunningRun, SchedulerView } from '../../operation.ts'

/** The file as it should be; null where it is absent, torn or something else. */
async function read<T>(file: string, shape: z.ZodType<T>): Promise<T | null> {
  try {
    return parsed(shape, await readFile(file, 'utf8'))
  } catch {
    return null
  }
}

/** The run that is going on; null where there is none. */
export async function runningRun(dataDir: string): Promise<RunningRun | null> {
  const found = await read(path.join(dataDir, DATA_FILES.progress), RunProgress)
  if (!found || !isAlive(found.pid)) return null
  const { pid: _pid, ...run } = found
  return run
}

export async function schedulerState(dataDir: string, now = Date.now()): Promise<SchedulerView | null> {
  const found = await read(path.join(dataDir, DATA_FILES.scheduler), SchedulerState)
  if (!found || !isLiving(found, now)) return null
  const { cron, time_zone, started_at, next_run_at } = found
  return { cron, time_zone, started_at, next_run_at }
}

const requestFile = (dataDir: string) => path.join(dataDir, DATA_FILES.request)

/** The request that no scheduler has taken yet. One that cannot be read still waits. */
export async function waitingRequest(dataDir: string): Promise<z.infer<typeof RunRequest> | null> {
  const file = requestFile(dataDir)
  const found = await read(file, RunRequest)
  if (found) return found
  const stats = await stat(file).catch(() => null)
  return stats && { requested_at: stats.mtime.toISOString(), requested_by: null }
}

/** Asks the scheduler for a run. @returns false where one had been asked for already: it serves both */
export async function writeRequest(dataDir: string, requestedBy: string, now = new Date()): Promise<boolean> {
  const file = requestFile(dataDir)
  const made = `${file}.${randomUUID()}`
  await writeFile(made, JSON.stringify({ requested_at: now.toISOString(), requested_by: requestedBy }), { mode: 0o644 })
  try {
    // A link appears whole and never over another's request.
    await link(made, file)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error
    await rename(made, file)
    return true
  } finally {
    await rm(made, { force: true })
  }
}
