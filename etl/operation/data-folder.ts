import { z } from 'zod'

/*
 * The files of DATA_DIR by which run, scheduler and dashboard talk. Each is written by one side, whole or not at all. What is
 * not as described here is treated as if it were not there.
 */

export const DATA_FILES = {
  pointer: 'current.json',
  progress: 'progress.json',
  scheduler: 'scheduler.json',
  request: 'run-request.json',
  outcomes: 'runs.ndjson',
} as const

const textOrNull = z.string().nullable().default(null)
const countOrNull = z.number().nullable().default(null)

/** `current.json`, by a run or a rollback: the snapshot that readers open. */
export const Pointer = z.object({
  schema_version: z.number(),
  snapshot_id: z.string().min(1),
  /** Path below DATA_DIR. */
  file: z.string().min(1),
  published_at: z.string(),
  run_id: textOrNull,
  is_demo: z.boolean().default(false),
  /** Set by `etl rollback`: the pointer stays here until a run publishes something new. */
  rolled_back: z.boolean().optional(),
  /** The newest run that had published when the pointer was moved to a snapshot of an older one. */
  newest_run_id: z.string().optional(),
})

/** `progress.json`, by the run, at most twice a second: the run that is going on. Gone when it ends. */
export const RunProgress = z.object({
  run_id: textOrNull,
  pid: z.number(),
  /** `command`, `schedule`, `request` or `made_up`. */
  trigger: z.string(),
  requested_by: textOrNull,
  started_at: z.string(),
  updated_at: z.string(),
  step: z.string(),
  detail: textOrNull,
  /** Of the step; null where it does not count files. */
  files_done: countOrNull,
  files_total: countOrNull,
  rows_read: countOrNull,
})

/** `scheduler.json`, by the scheduler: that it lives, and when it loads next. */
export const SchedulerState = z.object({
  pid: z.number(),
  started_at: z.string(),
  cron: z.string(),
  time_zone: z.string(),
  next_run_at: textOrNull,
  /** Heartbeat: about every 30 s. */
  updated_at: z.string(),
  /** Due time of the missed run that was made up last: should that run kill the process, it is not tried for ever. */
  made_up_for: textOrNull,
})

/** `run-request.json`, by the dashboard: an administrator asks for a run. One that cannot be read still is a request. */
export const RunRequest = z.object({
  requested_at: z.string(),
  requested_by: textOrNull,
})

/** A line of `runs.ndjson`, by the run at its end, failed ones too: a snapshot knows only of runs that led to it. */
export const Outcome = z.object({
  /** Null where the run failed before it had one. */
  run_id: textOrNull,
  /** `published`, `nothing_new` or `failed`. */
  status: z.string(),
  /** As in `progress.json`; null for runs of before it was kept. */
  trigger: textOrNull,
  requested_by: textOrNull,
  /** `nightly`, `backfill` or `rebuild`. */
  kind: textOrNull,
  started_at: z.string(),
  ended_at: textOrNull,
  snapshot_id: textOrNull,
  /** Of a failure; the message names files and counts, never a value. */
  code: textOrNull,
  message: textOrNull,
  files_read: countOrNull,
  rows_read: countOrNull,
  rows_loaded: countOrNull,
  rows_rejected: countOrNull,
  rows_superseded: countOrNull,
  /** Seconds by step; reading by feed. */
  steps: z.record(z.string(), z.union([z.number(), z.record(z.string(), z.number())])).default({}),
})

/** The text of a file as it is described; null where it is torn or something else. */
export function parsed<T>(shape: z.ZodType<T>, text: string): T | null {
  try {
    return shape.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Whether there is such a process, also of another user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A pid is used again after a while, more so in containers: a scheduler that is alive has said so lately. */
const SILENT_AFTER_MS = 2 * 60_000

export function isLiving(scheduler: z.infer<typeof SchedulerState>, now = Date.now()): boolean {
  return isAlive(scheduler.pid) && now - Date.parse(scheduler.updated_at) < SILENT_AFTER_MS
}
