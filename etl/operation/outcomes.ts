import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { DATA_FILES, Outcome as OutcomeLine, parsed } from './data-folder.ts'
import type { StepTimes } from './progress.ts'

/** What started a run, and for whom. */
export interface RunOrigin {
  trigger: 'command' | 'schedule' | 'request' | 'made_up'
  /** Who asked for it on the data page. */
  requestedBy: string | null
}

/** What a run did, as `--json` prints it. */
export interface RunResult {
  run_id: string
  kind: 'nightly' | 'backfill' | 'rebuild'
  status: 'published' | 'nothing_new'
  snapshot_id: string
  started_at: string
  ended_at: string
  files_read: number
  rows_read: number
  rows_loaded: number
  rows_rejected: number
  rows_superseded: number
  is_demo: boolean
  /** Declared HTTP sources that were asked, and how many of them did not give all. */
  sources_asked: number
  sources_failed: number
  /** Snapshots that were not what their run had published; they are served no more. Absent where there were none. */
  damaged_snapshots?: string[]
  /** Seconds by step; reading by feed. */
  steps: StepTimes['steps']
}

/** A line of `runs.ndjson` as it is written: what is null may be left out, and what a run did is kept whole. */
export type Outcome = z.input<typeof OutcomeLine> &
  Partial<Pick<RunResult, 'is_demo' | 'sources_asked' | 'sources_failed' | 'damaged_snapshots'>> & {
    trigger: RunOrigin['trigger']
  }

const outcomesPath = (dataDir: string) => join(dataDir, DATA_FILES.outcomes)

export async function keepOutcome(dataDir: string, outcome: Outcome): Promise<void> {
  const file = await open(outcomesPath(dataDir), 'a+')
  try {
    const { size } = await file.stat()
    const last = Buffer.alloc(1)
    if (size > 0) await file.read(last, 0, 1, size - 1)
    // A run that was killed, or a disk that was full, may have left half a line: it must not take this one with it.
    const torn = size > 0 && last[0] !== 10
    await file.appendFile(`${torn ? '\n' : ''}${JSON.stringify(outcome)}\n`)
  } finally {
    await file.close()
  }
}

const TAIL_BYTES = 64 * 1024

/** The newest outcomes, oldest first. A line that a killed run had begun is left out. Empty where nothing ever ran. */
export async function lastOutcomes(dataDir: string, most: number): Promise<Outcome[]> {
  const lines = (await tail(outcomesPath(dataDir))).split('\n')
  return lines.flatMap(lineOf).slice(-most)
}

async function tail(path: string): Promise<string> {
  let file
  try {
    file = await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
  try {
    const { size } = await file.stat()
    const from = Math.max(0, size - TAIL_BYTES)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

/** As the line stands, if it is an outcome. */
const lineOf = (line: string): Outcome[] => (parsed(OutcomeLine, line) === null ? [] : [JSON.parse(line) as Outcome])
