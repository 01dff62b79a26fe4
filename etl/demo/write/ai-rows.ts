import { dayOf } from '../clock.ts'
import type { AiRun } from '../day/reading.ts'
import type { Center, Exam } from '../types.ts'
import type { Sink } from './sink.ts'

/** Puts an AI run into the nightly files: when it came back, and again once the radiologist opened it on a later day. */
export function emitRun(center: Center, exam: Exam, run: AiRun, sink: Sink): void {
  const returned = run.returnedAt ?? run.sentAt + 1800
  const later = run.openedAt !== null && dayOf(run.openedAt) > dayOf(returned)
  const reported = exam.reportedAt!
  const settled = Math.max(
    returned,
    run.openedAt ?? 0,
    run.openedAt === null ? 0 : Math.min(reported, run.openedAt + 3600),
  )
  rows(
    center,
    exam,
    run,
    later ? { at: returned, complete: false } : { at: settled, complete: true },
    dayOf(returned),
    sink,
  )
  if (later) rows(center, exam, run, { at: settled, complete: true }, dayOf(settled), sink)
}

function rows(
  center: Center,
  exam: Exam,
  run: AiRun,
  version: { at: number; complete: boolean },
  night: number,
  sink: Sink,
): void {
  const t = center.format
  const head = `${center.code},${exam.accessionNo},${run.product.code},${run.version}`
  const times = `${t(run.sentAt)},${t(run.returnedAt)},${version.complete ? t(run.openedAt) : ''}`
  if (run.status !== 'ok') {
    sink.add('ai_results', night, `${head},*,${run.status},,,${times},,${t(version.at)}`)
    return
  }
  for (const call of run.calls) {
    const score = (Math.round(call.score * 10000) / 10000).toString()
    const action = version.complete ? call.action : ''
    const verdict = `${call.finding},ok,${call.flagged ? 'true' : 'false'},${score}`
    sink.add('ai_results', night, `${head},${verdict},${times},${action},${t(version.at)}`)
  }
}
