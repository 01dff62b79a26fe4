import type { HistoryRecord } from '../history/history.ts'
import type { Progress, StepTimes } from './progress.ts'

export interface RunOptions {
  /** Make the whole warehouse again from history. */
  rebuild: boolean
  /** Publish although a fact table lost more rows than the blocking check allows. */
  allowShrink: boolean
  /** Blocking checks that do not stop this run, by name. */
  allow?: string[]
  /** Read every landed file again, also where size, times and inode are as they were. */
  fullScan?: boolean
  /** Rows after which what was read is kept for a run that goes on after this one was killed. */
  rowsPerPart?: number
  /** Do not ask the declared HTTP sources. */
  noFetch?: boolean
  progress: Progress
  /** What started the run; a command when it is left out. */
  origin?: RunOrigin
  /** Breaks the run off without harm: the previous snapshot stays. Too late once it publishes. */
  signal?: AbortSignal
}

export interface RunOrigin {
  trigger: 'command' | 'schedule' | 'request' | 'made_up'
  /** Who asked for it on the data page. */
  requestedBy: string | null
}

/** What a run did, as `--json` prints it. */
export interface RunResult {
  run_id: string
  kind: HistoryRecord['kind']
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
  /** Seconds by step; reading by feed. */
  steps: StepTimes['steps']
}
