import { open } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { RunOutcome } from '../../operation.ts'

const text = z.string().nullable().catch(null).default(null)
const count = z.number().nullable().catch(null).default(null)
const seconds = z.record(z.string(), z.union([z.number(), z.record(z.string(), z.number())])).catch({})

const Line = z.object({
  run_id: text,
  status: z.string(),
  trigger: text,
  requested_by: text,
  kind: text,
  started_at: z.string(),
  ended_at: text,
  snapshot_id: text,
  code: text,
  message: text,
  files_read: count,
  rows_read: count,
  rows_loaded: count,
  rows_rejected: count,
  rows_superseded: count,
  steps: seconds.default({}),
})

function outcomeOf(line: string): RunOutcome[] {
  try {
    const { steps, ...outcome } = Line.parse(JSON.parse(line))
    const list = Object.entries(steps).flatMap(([step, spent]): RunOutcome['steps'] =>
      typeof spent === 'number'
        ? [{ step, feed: null, seconds: spent }]
        : Object.entries(spent).map(([feed, of]) => ({ step, feed, seconds: of })),
    )
    return [{ ...outcome, steps: list }]
  } catch {
    return [] // the line that a killed run had begun, or somebody else's
  }
}

/** Lines are appended, years of them: only what is new is read. Years of nights are some thousand. */
const MOST = 20_000

/** `runs.ndjson`, kept in memory and continued where it was left. */
export class OutcomeLog {
  readonly #path: string
  #outcomes: RunOutcome[] = []
  #readTo = 0
  #inode = 0
  #reading: Promise<RunOutcome[]> | null = null

  constructor(dataDir: string) {
    this.#path = path.join(dataDir, 'runs.ndjson')
  }

  /** Oldest first; empty where nothing ever ran. */
  read(): Promise<RunOutcome[]> {
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = null
    })
    return this.#reading
  }

  async #readOn(): Promise<RunOutcome[]> {
    const file = await open(this.#path, 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    if (!file) return (this.#outcomes = [])
    try {
      const { size, ino } = await file.stat()
      // Cut or replaced: from the beginning.
      if (size < this.#readTo || ino !== this.#inode) {
        this.#outcomes = []
        this.#readTo = 0
        this.#inode = ino
      }
      const { buffer, bytesRead } = await file.read(
        Buffer.alloc(size - this.#readTo),
        0,
        size - this.#readTo,
        this.#readTo,
      )
      // The last line may still be written to.
      const whole = buffer.subarray(0, bytesRead).lastIndexOf(10) + 1
      this.#readTo += whole
      const fresh = buffer.toString('utf8', 0, whole).split('\n').filter(Boolean).flatMap(outcomeOf)
      if (fresh.length > 0) this.#outcomes = [...this.#outcomes, ...fresh].slice(-MOST)
      return this.#outcomes
    } finally {
      await file.close()
    }
  }
}
