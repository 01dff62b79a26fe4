import type { HistoryRecord } from '../history/history.ts'
import type { Progress, StepTimes } from './progress.ts'

export interface RunOptions {
  /** Make the whole warehouse again from history. */
  rebuild: boolean
  /** Publish although a fact table lost more rows than the blocking check allows. */
  allowShrink: boolean
  /** Read every landed file again, also where size, times and inode are as they were. */
  fullScan?: boolean
  progress: Progress
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
  /** Seconds by step; reading by feed. */
  steps: StepTimes['steps']
}
