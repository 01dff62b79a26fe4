import type { RunOrigin } from '../operation/outcomes.ts'
import type { Progress } from '../operation/progress.ts'

export interface RunOptions {
  /** Make the whole warehouse again from history. */
  rebuild: boolean
  /** With `rebuild`: go on without runs that history has lost or that are damaged there, and load their files again. */
  forgetLost?: boolean
  /** With `rebuild`: forget all of history and load every landed file again, hashed with the key that is there now. */
  newKey?: boolean
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
