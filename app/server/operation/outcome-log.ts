import { open } from 'node:fs/promises'
import path from 'node:path'
import { DATA_FILES, Outcome, parsed } from '#queries/data-folder.ts'
import type { RunOutcome } from '../../operation.ts'

/** None for the line that a killed run had begun, or somebody else's. */
function outcomeOf(line: string): RunOutcome[] {
  const found = parsed(Outcome, line)
  if (!found) return []
  const { steps, ...outcome } = found
  const list = Object.entries(steps).flatMap(([step, spent]): RunOutcome['steps'] =>
    typeof spent === 'number'
      ? [{ step, feed: null, seconds: spent }]
      : Object.entries(spent).map(([feed, of]) => ({ step, feed, seconds: of })),
  )
  return [{ ...outcome, steps: list }]
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
    this.#path = path.join(dataDir, DATA_FILES.outcomes)
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
