import type { Db } from '../db.ts'
import type { History } from '../history/history.ts'
import type { RunFile } from '../load/files.ts'
import type { Progress, StepTimes } from '../operation/progress.ts'

/** What all that fills the warehouse of one run works with. */
export interface LoadContext {
  db: Db
  history: History
  runId: string
  tmpDir: string
  progress: Progress
  times: StepTimes
  /** Whether old and new images of changed facts are wanted; not when every mart is built anew anyway. */
  track: boolean
  /** Told of files that were not loaded, because they changed meanwhile. */
  leftOut?: (files: RunFile[]) => void
}
