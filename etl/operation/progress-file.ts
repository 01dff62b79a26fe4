import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { DATA_FILES, isAlive, parsed, RunProgress } from './data-folder.ts'
import type { RunOrigin } from './outcomes.ts'
import type { Progress, StepCounts } from './progress.ts'

export type RunProgress = z.infer<typeof RunProgress>

const MOST_OFTEN_MS = 500
const progressPath = (dataDir: string) => join(dataDir, DATA_FILES.progress)

/** The run that is going on; null when the file is absent, torn, or of a process that is gone. */
export function readProgress(dataDir: string): RunProgress | null {
  try {
    const progress = parsed(RunProgress, readFileSync(progressPath(dataDir), 'utf8'))
    return progress && isAlive(progress.pid) ? progress : null
  } catch {
    return null
  }
}

/** Passes on what the run tells, and writes it to the file: steps at once, details at most twice a second. */
export class ProgressFile implements Progress {
  readonly #path: string
  readonly #inner: Progress
  readonly #state: RunProgress
  #writtenAt = 0
  #later: NodeJS.Timeout | undefined

  constructor(dataDir: string, origin: RunOrigin, startedAt: Date, inner: Progress) {
    this.#path = progressPath(dataDir)
    this.#inner = inner
    this.#state = {
      run_id: null,
      pid: process.pid,
      trigger: origin.trigger,
      requested_by: origin.requestedBy,
      started_at: startedAt.toISOString(),
      updated_at: startedAt.toISOString(),
      step: 'starting',
      ...NOTHING_COUNTED,
    }
    this.#write()
  }

  begin(runId: string): void {
    this.#inner.begin?.(runId)
    this.#state.run_id = runId
    this.#write()
  }

  step(name: string): void {
    this.#inner.step(name)
    Object.assign(this.#state, { step: name, ...NOTHING_COUNTED })
    this.#write()
  }

  detail(text: string, counts?: StepCounts): void {
    this.#inner.detail(text, counts)
    this.#state.detail = text
    this.#state.files_done = counts?.filesDone ?? null
    this.#state.files_total = counts?.filesTotal ?? null
    this.#state.rows_read = counts?.rowsRead ?? null
    const wait = this.#writtenAt + MOST_OFTEN_MS - Date.now()
    if (wait <= 0) return this.#write()
    this.#later ??= setTimeout(() => this.#write(), wait).unref()
  }

  note(text: string): void {
    this.#inner.note(text)
  }

  end(): void {
    this.#inner.end()
  }

  /** The run has ended, one way or the other. */
  remove(): void {
    clearTimeout(this.#later)
    rmSync(this.#path, { force: true })
  }

  /** Nobody's run fails because it cannot tell how far it is. */
  #write(): void {
    clearTimeout(this.#later)
    this.#later = undefined
    this.#writtenAt = Date.now()
    this.#state.updated_at = new Date(this.#writtenAt).toISOString()
    try {
      writeFileSync(`${this.#path}.tmp`, JSON.stringify(this.#state))
      renameSync(`${this.#path}.tmp`, this.#path)
    } catch {
      // A full disk stops the run where it matters, with its own message.
    }
  }
}

const NOTHING_COUNTED = { detail: null, files_done: null, files_total: null, rows_read: null }
