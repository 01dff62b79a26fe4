import { dayOf } from '../clock.ts'
import type { Random } from '../random.ts'
import type { Modality } from '../modality.ts'
import type { Center, Exam } from '../types.ts'
import type { Sink } from './sink.ts'

/** Modalities whose next day's worklist the systems hand over the night before. */
const ON_WORKLIST = new Set<Modality>(['MR', 'PT', 'MG'])
const ADDENDUM = 0.008

/**
 * Puts an exam into the nightly files, each time as the center's system knew it then: booked, begun, completed,
 * reported, and now and then once more with an addendum.
 */
export function emitExam(center: Center, exam: Exam, sink: Sink, rng: Random): void {
  const add = (night: number, status: string, updatedAt: number) =>
    sink.add('exams', night, examRow(center, exam, status, updatedAt))
  if (exam.booked && ON_WORKLIST.has(exam.scanner.modality)) add(exam.day - 1, 'scheduled', exam.orderedAt)
  if (exam.outcome === 'cancelled') return add(exam.day, 'cancelled', exam.cancelledAt!)
  if (exam.outcome === 'no_show') return add(exam.day, 'no_show', exam.scheduledAt + 5400)
  const completed = dayOf(exam.completedAt!)
  if (dayOf(exam.startedAt!) < completed) add(dayOf(exam.startedAt!), 'in_progress', exam.startedAt!)
  if (exam.outcome === 'aborted') return add(completed, 'aborted', exam.completedAt!)
  const reported = dayOf(exam.reportedAt!)
  if (reported > completed) add(completed, 'completed', exam.completedAt!)
  add(reported, 'reported', exam.reportedAt!)
  if (rng.chance(ADDENDUM)) {
    const at = exam.reportedAt! + rng.int(20, 120) * 3600
    add(dayOf(at), 'reported', at)
  }
}

function examRow(center: Center, e: Exam, status: string, updatedAt: number): string {
  const t = center.format
  const known = status !== 'scheduled'
  const done = status !== 'scheduled' && status !== 'in_progress'
  const reported = status === 'reported'
  const prelim = e.prelimAt !== null && done && (reported || e.prelimAt <= updatedAt) ? e.prelimAt : null
  return (
    `${center.code},${e.accessionNo},${e.patient.id},${e.patient.birthYear},${e.patient.sex},${e.scanner.modality},` +
    `${e.procedure.bodyPart},${e.procedure.code},${e.protocolCode ?? ''},${e.scanner.scannerId},${e.priority},` +
    `${e.referral},${e.physician},${known ? e.technologist : ''},${reported ? e.radiologist : ''},${status},` +
    `${t(e.orderedAt)},${e.slot?.minutes ?? ''},${e.slot?.scannerId ?? ''},${t(e.scheduledAt)},${known ? t(e.arrivedAt) : ''},${known ? t(e.startedAt) : ''},` +
    `${done ? t(e.completedAt) : ''},${t(prelim)},${reported ? t(e.reportedAt) : ''},` +
    `${reported ? (e.findings ?? '') : ''},${e.repeatOf ?? ''},${t(updatedAt)}`
  )
}
