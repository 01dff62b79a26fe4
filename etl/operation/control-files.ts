import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** `DATA_DIR/scheduler.json`: that a scheduler runs, and when it loads next. */
export interface SchedulerState {
  pid: number
  started_at: string
  cron: string
  time_zone: string
  next_run_at: string | null
  /** Heartbeat: about every 30 s. */
  updated_at: string
  /** Due time of the missed run that was made up last: should that run kill the process, it is not tried for ever. */
  made_up_for: string | null
}

/** `DATA_DIR/run-request.json`: an administrator asks for a run. */
export interface RunRequest {
  requested_at: string
  requested_by: string | null
}

export const schedulerPath = (dataDir: string) => join(dataDir, 'scheduler.json')
export const requestPath = (dataDir: string) => join(dataDir, 'run-request.json')

/** Whether there is such a process, also of another user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch {
    return null
  }
}

/** As it was left, also by a scheduler that is gone; null where there is none. */
export const readScheduler = (dataDir: string) => readJson<SchedulerState>(schedulerPath(dataDir))

/** A pid is used again after a while, more so in containers: a scheduler that is alive has said so lately. */
const SILENT_AFTER_MS = 2 * 60_000

/** The scheduler that runs now; null when none does. */
export function livingScheduler(dataDir: string): SchedulerState | null {
  const state = readScheduler(dataDir)
  if (!state || !isAlive(state.pid)) return null
  return Date.now() - Date.parse(state.updated_at) < SILENT_AFTER_MS ? state : null
}

/** A heartbeat that cannot be written (full disk) must not end the schedule. */
export function writeScheduler(dataDir: string, state: SchedulerState): void {
  const path = schedulerPath(dataDir)
  try {
    writeFileSync(`${path}.tmp`, JSON.stringify(state))
    renameSync(`${path}.tmp`, path)
  } catch {
    // The next heartbeat tries again.
  }
}

/** Takes back what this process had written, not what another has since. */
export function removeScheduler(dataDir: string): void {
  if (readScheduler(dataDir)?.pid === process.pid) rmSync(schedulerPath(dataDir), { force: true })
}

/**
 * Takes the request, if there is one: moved away first, so that of two takers only one has it. A request that cannot be
 * read still is one, of somebody unknown.
 */
export function takeRequest(dataDir: string): RunRequest | null {
  const taken = `${requestPath(dataDir)}.${process.pid}`
  try {
    renameSync(requestPath(dataDir), taken)
  } catch {
    return null
  }
  const request = readJson<Partial<RunRequest>>(taken)
  rmSync(taken, { force: true })
  return {
    requested_at: typeof request?.requested_at === 'string' ? request.requested_at : new Date().toISOString(),
    requested_by: typeof request?.requested_by === 'string' ? request.requested_by.slice(0, 64) : null,
  }
}
