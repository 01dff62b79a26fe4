import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { DATA_FILES, isLiving, parsed, RunRequest, SchedulerState } from './data-folder.ts'

export type SchedulerState = z.infer<typeof SchedulerState>
export type RunRequest = z.infer<typeof RunRequest>

export const schedulerPath = (dataDir: string) => join(dataDir, DATA_FILES.scheduler)
export const requestPath = (dataDir: string) => join(dataDir, DATA_FILES.request)

function read<T>(path: string, shape: z.ZodType<T>): T | null {
  try {
    return parsed(shape, readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/** As it was left, also by a scheduler that is gone; null where there is none. */
export const readScheduler = (dataDir: string) => read(schedulerPath(dataDir), SchedulerState)

/** The scheduler that runs now; null when none does. */
export function livingScheduler(dataDir: string): SchedulerState | null {
  const state = readScheduler(dataDir)
  return state && isLiving(state) ? state : null
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
  const request = read(taken, RunRequest) ?? { requested_at: new Date().toISOString(), requested_by: null }
  rmSync(taken, { force: true })
  return { ...request, requested_by: request.requested_by?.slice(0, 64) ?? null }
}
