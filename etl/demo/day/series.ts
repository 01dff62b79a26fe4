import type { Protocol } from '../protocols/rules.ts'
import { inForce } from '../protocols/book.ts'
import { planOf, type ParameterPlan, type StepPlan } from '../protocols/plan.ts'
import type { Random } from '../random.ts'
import { progress } from '../stories.ts'
import type { Center, Exam } from '../types.ts'
import { doseText, drawSize } from './dose.ts'

/** One series as the scanner logs it; `parameters` and `missingTags` are JSON text. */
export interface Series {
  number: number
  step: string
  startedAt: number
  endedAt: number
  parameters: string
  missingTags: string
}

const OUT_OF_TOLERANCE = { MR: 0.009, CT: 0.01, DX: 0.015, MG: 0.006, US: 0, PT: 0.02 }
const REQUIRED_LEFT_OUT = 0.003
const TAG_MISSING = 0.0025
const REPEATED_SERIES = { MR: 0.06, CT: 0.02, DX: 0.08, MG: 0.03, US: 0, PT: 0.01 }
const EXTRA_SERIES = 0.015
/** How far slice thickness has grown when the creep is complete, in distances to the upper bound. */
const CREEP_GROWS = 1.9
/** From here on most values lie over the bound. */
const CREEP_NOTICED = 0.53
/** As far as a complete creep goes beyond the bound, that the whole fleet has gone. */
const FLEET_DRIFTS = 0.8
const BRAIN = new Set(['MR-BRAIN', 'MR-BRAIN-CONTRAST', 'MR-STROKE-MRA'])
const DOSE_STORY = new Set(['CT-CHEST', 'CT-LUNG-SCREENING'])
const UNRULED: Record<string, string[]> = { DX: ['view_ap', 'view_lat'] }

interface Drawn {
  plan: StepPlan
  /** How many there are of it, one after another. */
  times: number
}

/** Draws the series of the exams of one network; keeps what it has worked out for a scanner and a protocol. */
export class SeriesMaker {
  private readonly plans = new Map<string, StepPlan[]>()
  private readonly protocols = new Map<string, Protocol | undefined>()

  constructor(
    private readonly book: readonly Protocol[],
    private readonly doseLowered: number | null,
  ) {}

  /** Series of a performed or aborted exam, in order of their start; sets `exam.deviates`. */
  make(center: Center, exam: Exam, rng: Random): Series[] {
    const steps = this.chooseSteps(center, exam, rng)
    const series: Series[] = []
    const size = drawSize(rng)
    const total = steps.reduce((sum, s) => sum + s.times, 0)
    const localizer = exam.scanner.modality === 'MR' ? 1 : 0
    const slots = new Timetable(exam, total + localizer)
    if (localizer) series.push({ ...slots.next(rng), number: 1, step: 'localizer', parameters: '{}', missingTags: '' })
    for (const { plan, times } of steps) {
      for (let i = 0; i < times; i++)
        series.push(this.oneSeries(center, exam, plan, size, slots.next(rng), series.length + 1, rng))
    }
    // Given up: what had been taken by then.
    return exam.outcome === 'aborted' ? series.slice(0, Math.ceil(series.length / 2)) : series
  }

  private chooseSteps(center: Center, exam: Exam, rng: Random): Drawn[] {
    const { modality } = exam.scanner
    const code = exam.procedure.protocolCode
    const drawn: Drawn[] = []
    const lost = BRAIN.has(code ?? '') && center.effects.dwi_lost !== null && exam.day >= center.effects.dwi_lost
    for (const plan of this.planFor(exam)) {
      if (!plan.required && rng.chance(0.25)) continue
      const leftOut = plan.required && code !== null && rng.chance(REQUIRED_LEFT_OUT * center.sloppiness)
      if (leftOut || (lost && plan.step === 'dwi_tra' && rng.chance(0.94))) {
        exam.deviates = true
        continue
      }
      drawn.push({ plan, times: 1 })
    }
    if (drawn.length > 0 && rng.chance(REPEATED_SERIES[modality])) drawn[rng.int(0, drawn.length - 1)]!.times = 2
    if (drawn.length > 0 && rng.chance(EXTRA_SERIES)) {
      drawn.push({ plan: { step: 'additional', required: false, parameters: drawn[0]!.plan.parameters }, times: 1 })
    }
    return swapped(center, exam, code, rng) ? contrastFirst(drawn) : drawn
  }

  private planFor(exam: Exam): StepPlan[] {
    const { scanner, procedure, day } = exam
    const code = procedure.protocolCode
    if (code === null) {
      return (UNRULED[scanner.modality] ?? []).map((step) => ({ step, required: true, parameters: [] }))
    }
    const lowered = this.doseLowered !== null && day >= this.doseLowered && DOSE_STORY.has(code)
    const key = `${scanner.scannerId} ${code} ${lowered}`
    let plan = this.plans.get(key)
    if (!plan) {
      const protocol = this.protocols.get(`${code} ${lowered}`) ?? inForce(this.book, code, day)
      this.protocols.set(`${code} ${lowered}`, protocol)
      plan = protocol ? planOf(protocol, scanner) : []
      this.plans.set(key, plan)
    }
    return plan
  }

  private oneSeries(
    center: Center,
    exam: Exam,
    plan: StepPlan,
    size: number,
    time: { startedAt: number; endedAt: number },
    number: number,
    rng: Random,
  ): Series {
    const { scanner } = exam
    const creep = scanner.scannerId.endsWith('MR1') ? progress(center, 'slice_thickness_creep', exam.day) : null
    const stubborn = this.staysHigh(center, exam)
    const outside = rng.chance(OUT_OF_TOLERANCE[scanner.modality] * center.sloppiness)
      ? rng.int(0, 9) % plan.parameters.length
      : -1
    const missing = rng.chance(TAG_MISSING * center.sloppiness) ? rng.int(0, 9) % plan.parameters.length : -1
    const creeps = creep !== null && creep > CREEP_NOTICED
    const drifted = fleetDrifted(center, exam, plan.step)
    if (outside >= 0 || missing >= 0 || stubborn || creeps || drifted) exam.deviates = true
    const drift = ({ name }: ParameterPlan) => (drifted && name === 'RepetitionTime' ? FLEET_DRIFTS : null)
    let text = scanner.fieldStrengthT === null ? '{' : `{"MagneticFieldStrength":${scanner.fieldStrengthT}`
    plan.parameters.forEach((p, i) => {
      if (i === missing) return
      const value =
        stubborn && p.name === 'KVP'
          ? '120'
          : draw(p, i === outside, p.name === 'SliceThickness' ? creep : drift(p), rng)
      text += `${text.length > 1 ? ',' : ''}"${p.name}":${value}`
    })
    const lowered = this.hasTwoVersions(exam) ? !stubborn : null
    const dose = doseText(exam, plan.step, size, lowered, stubborn)
    const parameters = `${text}${text.length > 1 ? dose : dose.slice(1)}}`
    const missingTags = missing >= 0 ? `["${plan.parameters[missing]!.name}"]` : ''
    return { ...time, number, step: plan.step, parameters, missingTags }
  }

  private hasTwoVersions(exam: Exam): boolean {
    return (
      this.doseLowered !== null && exam.day >= this.doseLowered && DOSE_STORY.has(exam.procedure.protocolCode ?? '')
    )
  }

  private staysHigh(center: Center, exam: Exam): boolean {
    return (
      center.effects.dose_not_lowered !== null && exam.scanner.scannerId.endsWith('CT1') && this.hasTwoVersions(exam)
    )
  }
}

/** One step of the shoulder, on every scanner of the network. */
function fleetDrifted(center: Center, exam: Exam, step: string): boolean {
  const from = center.effects.fleet_drift
  return from !== null && exam.day >= from && exam.procedure.protocolCode === 'MR-SHOULDER' && step === 't2_fs_cor'
}

function swapped(center: Center, exam: Exam, code: string | null, rng: Random): boolean {
  const from = center.effects.contrast_order_swapped
  return code === 'MR-BRAIN-CONTRAST' && from !== null && exam.day >= from && rng.chance(0.85)
}

/** The series after contrast before the plain ones. */
function contrastFirst(drawn: Drawn[]): Drawn[] {
  const post = (d: Drawn) => d.plan.step.includes('post')
  return [...drawn.filter(post), ...drawn.filter((d) => !post(d))]
}

/** A value as JSON. Most values keep half the reach from the bounds; one that is `outside` leaves the rule. */
function draw(p: ParameterPlan, outside: boolean, creep: number | null, rng: Random): string {
  if (p.kind === 'list')
    return `[${(outside ? p.choices.map((b) => (b === 0 ? 0 : Number(b) + 200)) : p.choices).join(',')}]`
  if (p.kind === 'choice') {
    const choice = outside ? wrongChoice(p) : rng.pick(p.choices)
    return typeof choice === 'number' ? String(choice) : `"${choice}"`
  }
  const stray = Math.max(-0.9, Math.min(0.9, 0.3 * rng.normal())) * p.reach
  const beyond = outside ? outsideBy(p, rng) : 0
  const value = p.center + stray + beyond + (creep === null ? 0 : creep * p.above * CREEP_GROWS)
  return String(Math.round(Math.max(0.1, value) * p.digits) / p.digits)
}

/** Over one of the bounds that there are, by enough that no straying brings the value back. */
function outsideBy(p: ParameterPlan, rng: Random): number {
  const up = p.below === Infinity || (p.above !== Infinity && rng.chance(0.6))
  return (up ? p.above : -p.below) * rng.between(1.3, 1.8) + (up ? p.reach : -p.reach) * 0.9
}

function wrongChoice(p: ParameterPlan): number | string {
  const first = p.choices[0]!
  return typeof first === 'number' ? (first === 140 ? 80 : 140) : 'OTHER'
}

/** Shares an exam's minutes among its series; scanners that only flash (DX, MG) or spin (CT) take seconds of them. */
class Timetable {
  private readonly each: number
  private at: number
  private readonly brief: boolean

  constructor(exam: Exam, count: number) {
    const seconds = exam.completedAt! - exam.startedAt!
    const margin = Math.min(45, Math.floor(seconds * 0.12))
    this.at = exam.startedAt! + margin
    this.each = (seconds - 2 * margin) / Math.max(1, count)
    this.brief = exam.scanner.modality !== 'MR' && exam.scanner.modality !== 'PT'
  }

  next(rng: Random): { startedAt: number; endedAt: number } {
    const startedAt = Math.floor(this.at)
    const length = this.brief ? Math.min(this.each * 0.9, rng.between(4, 25)) : this.each * rng.between(0.84, 0.97)
    this.at += this.each
    return { startedAt, endedAt: Math.floor(startedAt + Math.max(1, length)) }
  }
}
