import { readFile, rename, rm, stat, writeFile, link } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { z } from 'zod'
import type { RunningRun, SchedulerView } from '../../operation.ts'

const text = z.string()
const count = z.number().nullable().catch(null)

const Progress = z.object({
  pid: z.number(),
  run_id: text.nullable().catch(null),
  trigger: text.catch('command'),
  requested_by: text.nullable().catch(null),
  started_at: text,
  updated_at: text,
  step: text,
  detail: text.nullable().catch(null),
  files_done: count,
  files_total: count,
  rows_read: count,
})

const Scheduler = z.object({
  pid: z.number(),
  cron: text,
  time_zone: text,
  started_at: text,
  next_run_at: text.nullable().catch(null),
  updated_at: text,
})

const Request = z.object({ requested_at: text, requested_by: text.nullable().catch(null) })

/** The heartbeat comes every 30 seconds; a pid alone may be another program's by now. */
const SILENT_AFTER_MS = 2 * 60_000

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The file as it should be; null where it is absent, torn or something else. */
async function read<T>(file: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return null
  }
}

/** The run that is going on; null where there is none. */
export async function runningRun(dataDir: string): Promise<RunningRun | null> {
  const found = await read(path.join(dataDir, 'progress.json'), Progress)
  if (!found || !isAlive(found.pid)) return null
  const { pid: _pid, ...run } = found
  return run
}

export async function schedulerState(dataDir: string, now = Date.now()): Promise<SchedulerView | null> {
  const found = await read(path.join(dataDir, 'scheduler.json'), Scheduler)
  if (!found || !isAlive(found.pid) || now - Date.parse(found.updated_at) > SILENT_AFTER_MS) return null
  const { cron, time_zone, started_at, next_run_at } = found
  return { cron, time_zone, started_at, next_run_at }
}

const requestFile = (dataDir: string) => path.join(dataDir, 'run-request.json')

/** The request that no scheduler has taken yet. One that cannot be read still waits. */
export async function waitingRequest(dataDir: string): Promise<z.infer<typeof Request> | null> {
  const file = requestFile(dataDir)
  const found = await read(file, Request)
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
