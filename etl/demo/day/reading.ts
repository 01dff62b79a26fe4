import { FINDINGS, type Finding } from '../catalogue/findings.ts'
import {
  DRIFTED_SPECIFICITY,
  DRIFTING_PRODUCT,
  DRIFTING_VERSION,
  LATE_PRODUCT,
  MISREAD_MANUFACTURER,
  MISREAD_SPECIFICITY_LOSS,
  MISREADING_PRODUCT,
  OPERATING_POINT,
  VERSIONS,
  type Product,
} from '../catalogue/ai-products.ts'
import { DAY_SECONDS, isoWeekday } from '../clock.ts'
import { kindOfDay } from '../holidays.ts'
import type { Random } from '../random.ts'
import { progress } from '../stories.ts'
import type { Modality } from '../modality.ts'
import type { Center, Exam } from '../types.ts'

/** What an AI product said about an exam, and what the radiologist did with it. */
export interface AiRun {
  product: Product
  version: string
  status: 'ok' | 'failed' | 'timeout' | 'rejected_input'
  calls: { finding: string; flagged: boolean; score: number; action: string }[]
  sentAt: number
  returnedAt: number | null
  openedAt: number | null
}

const TURNAROUND: Record<Modality, number> = { MR: 150, CT: 75, DX: 40, MG: 120, US: 9, PT: 240 }
const HELD_BACK_SECONDS = 20 * 60
const READING_OPENS = 8 * 3600
const READING_CLOSES = 21.5 * 3600
const READER = { sensitivity: 0.955, falsePositives: 0.02, swayedUp: 0.1, swayedDown: 0.06 }

const findingsOf = new Map<string, Finding[]>()
for (const f of FINDINGS) {
  const key = `${f.modality} ${f.bodyPart}`
  findingsOf.set(key, [...(findingsOf.get(key) ?? []), f])
}

/** Has a performed exam read by AI and radiologist: sets report times and findings, returns the AI runs. */
export function readExam(center: Center, exam: Exam, rng: Random): AiRun[] {
  report(center, exam, rng)
  const { procedure } = exam
  const findings = findingsOf.get(`${procedure.modality} ${procedure.bodyPart}`) ?? []
  const truth = new Map(findings.map((f) => [f.code, rng.chance(f.prevalence)]))
  const runs = center.products.flatMap((product) => {
    const covered = product.modality === procedure.modality && product.findings.some((f) => truth.has(f))
    return covered && rng.chance(0.94) ? [runProduct(center, exam, product, truth, rng)] : []
  })
  const structured = rng.chance(center.structuredShare * (procedure.modality === 'US' ? 0.5 : 1))
  const positive = findings.filter((f) => readerSays(f.code, truth.get(f.code)!, exam, runs, rng)).map((f) => f.code)
  if (structured) exam.findings = positive.length > 0 ? positive.join(';') : 'NONE'
  for (const run of runs) {
    for (const call of run.calls) call.action = actionOn(run, call.flagged, positive.includes(call.finding), rng)
  }
  return runs
}

function report(center: Center, exam: Exam, rng: Random): void {
  const backlog = 1 + 17 * (progress(center, 'reporting_backlog', exam.day) ?? 0)
  const afterRest = isoWeekday(exam.day) === 1 || kindOfDay(exam.day) === 'workday' ? 1.15 : 1
  const priority = exam.priority === 'stat' ? 0.3 : exam.priority === 'urgent' ? 0.6 : 1
  const median = TURNAROUND[exam.procedure.modality] * center.readingFactor * backlog * afterRest * priority
  const minutes = Math.max(4, rng.lognormal(median, 0.55))
  const done = exam.completedAt!
  exam.radiologist = rng.pick(center.radiologists)
  exam.reportedAt = exam.priority === 'stat' ? done + Math.round(minutes * 60) : inReadingHours(done, minutes * 60)
  if (rng.chance(0.4)) exam.prelimAt = done + Math.floor((exam.reportedAt - done) * rng.between(0.4, 0.8))
}

/** The instant that lies so many seconds of reading hours later. */
function inReadingHours(from: number, seconds: number): number {
  let at = from
  let left = seconds
  for (;;) {
    const midnight = Math.floor(at / DAY_SECONDS) * DAY_SECONDS
    at = Math.max(at, midnight + READING_OPENS)
    const closes = midnight + READING_CLOSES
    if (at + left <= closes) return Math.round(at + left)
    if (at < closes) left -= closes - at
    at = midnight + DAY_SECONDS
  }
}

function runProduct(center: Center, exam: Exam, product: Product, truth: Map<string, boolean>, rng: Random): AiRun {
  const version = versionOn(center, product, exam.day)
  const sentAt = exam.completedAt! + rng.int(40, 240)
  const u = rng.float()
  const refused = exam.deviates ? 0.05 : 0.008
  const status = u < 0.012 ? 'failed' : u < 0.018 ? 'timeout' : u < 0.018 + refused ? 'rejected_input' : 'ok'
  const run: AiRun = { product, version, status, calls: [], sentAt, returnedAt: null, openedAt: null }
  if (status !== 'timeout') {
    run.returnedAt = sentAt + Math.round(rng.lognormal(100, 0.5)) + (rng.chance(0.08) ? rng.int(20, 300) * 60 : 0)
  }
  if (status !== 'ok') return run
  // Scans that deviate from the protocol are read worse: the robustness question has an answer here.
  const loss = exam.deviates ? 0.09 : 0
  const drifted = version === DRIFTING_VERSION
  const misread = isMisread(center, exam, product) ? MISREAD_SPECIFICITY_LOSS : 0
  for (const code of product.findings) {
    const present = truth.get(code)
    if (present === undefined) continue
    const specificity = (drifted ? DRIFTED_SPECIFICITY : product.specificity) - loss - misread
    const flagged = rng.chance(present ? product.sensitivity - loss : 1 - specificity)
    const above = 1 - OPERATING_POINT
    const score = flagged
      ? OPERATING_POINT + above * Math.sqrt(rng.float())
      : OPERATING_POINT * rng.float() * rng.float()
    run.calls.push({ finding: code, flagged, score, action: '' })
  }
  run.openedAt = opened(center, exam, run.returnedAt!, rng)
  return isHeldBack(center, exam, product) ? heldBack(run, exam.reportedAt!) : run
}

const isHeldBack = (center: Center, exam: Exam, product: Product) =>
  product.code === LATE_PRODUCT && progress(center, 'ai_after_report', exam.day) !== null

/** The same run as it is when its results wait until the report is signed; nothing else of the day changes by it. */
function heldBack(run: AiRun, reportedAt: number): AiRun {
  const returnedAt = Math.max(run.returnedAt!, reportedAt + HELD_BACK_SECONDS)
  return { ...run, returnedAt, openedAt: run.openedAt && Math.max(run.openedAt, returnedAt + 300) }
}

/** A change of one manufacturer's reconstruction that the product was not made for. */
function isMisread(center: Center, { day, scanner }: Exam, { code }: Product): boolean {
  const from = center.effects.ai_manufacturer_fall
  return from !== null && day >= from && code === MISREADING_PRODUCT && scanner.manufacturer === MISREAD_MANUFACTURER
}

/** Rollouts are staggered by product; the drifting version went live everywhere on one day. */
function versionOn(center: Center, product: Product, day: number): string {
  const drift = product.code === DRIFTING_PRODUCT ? center.effects.ai_specificity_drop : null
  if (drift !== null && day >= drift) return DRIFTING_VERSION
  const stagger = (product.code.length * 11) % 30
  let version: string = VERSIONS[0].version
  for (const v of VERSIONS)
    if (v.daysBeforeEnd !== null && day >= center.lastDay - v.daysBeforeEnd + stagger) version = v.version
  return version
}

function opened(center: Center, exam: Exam, returnedAt: number, rng: Random): number | null {
  const reported = exam.reportedAt!
  if (returnedAt < reported - 120 && rng.chance(center.opensAiFirst)) {
    return Math.max(returnedAt + 30, reported - rng.int(2, 40) * 60)
  }
  return rng.chance(0.1) ? Math.max(reported, returnedAt) + rng.int(3, 60) * 60 : null
}

/** The radiologist's call; who has seen the AI's first is drawn towards it. */
function readerSays(code: string, present: boolean, exam: Exam, runs: AiRun[], rng: Random): boolean {
  let up = 0
  let down = 0
  for (const run of runs) {
    if (run.openedAt === null || run.openedAt >= exam.reportedAt!) continue
    for (const call of run.calls) {
      if (call.finding !== code) continue
      if (call.flagged) up = READER.swayedUp
      else down = READER.swayedDown
    }
  }
  return rng.chance(present ? READER.sensitivity - down + (up > 0 ? 0.02 : 0) : READER.falsePositives + up)
}

function actionOn(run: AiRun, flagged: boolean, positive: boolean, rng: Random): string {
  if (run.openedAt === null) return rng.chance(0.3) ? 'ignored' : ''
  if (rng.chance(0.05)) return 'ignored'
  if (flagged === positive) return 'accepted'
  return flagged ? 'rejected' : 'modified'
}
