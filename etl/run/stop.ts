import type { Db } from '../db.ts'
import { EtlError } from '../errors.ts'
import type { Progress } from '../operation/progress.ts'

const stopped = () =>
  new EtlError('etl/stopped', 'stopped before it was done. The previous snapshot stays; the next run does the work.')

/** Steps after which the work is as good as done: breaking it off there would only lose it. */
const LAST_STEP = 'publishing'

/** Breaks a run off at its next word about itself, once the signal says so. Nothing is half done then that is not swept. */
export function stoppable(progress: Progress, signal: AbortSignal | undefined): Progress {
  if (!signal) return progress
  const check = () => {
    if (signal.aborted) throw stopped()
  }
  return {
    begin: (runId) => progress.begin?.(runId),
    step(name) {
      if (name !== LAST_STEP) check()
      progress.step(name)
    },
    detail(text, counts) {
      check()
      progress.detail(text, counts)
    },
    note: (text) => progress.note(text),
    end: () => progress.end(),
  }
}

/** A statement may run for minutes: it ends as soon as the signal says so. @returns how to let go of the connection */
export function interruptOn(signal: AbortSignal | undefined, db: Db): () => void {
  const interrupt = () => db.interrupt()
  signal?.addEventListener('abort', interrupt)
  return () => signal?.removeEventListener('abort', interrupt)
}

/** What a run that failed is remembered by. An engine that was interrupted complains in its own words: the signal decides. */
export function failureOf(error: unknown, signal: AbortSignal | undefined): { code: string; message: string } {
  const failure = signal?.aborted && !(error instanceof EtlError) ? stopped() : error
  const { code, message } = failure as EtlError
  return { code: code ?? 'etl/unexpected', message: message.split('\n')[0] ?? '' }
}
