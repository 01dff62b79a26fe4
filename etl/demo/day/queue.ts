import type { Procedure } from '../catalogue/procedures.ts'
import { DAY_SECONDS, isoDay } from '../clock.ts'
import { KINDS } from '../network/fleet.ts'
import { windowsOn } from '../network/hours.ts'
import { Random } from '../random.ts'
import { arrivalTable, demand, type Arrivals, type Window } from '../rhythm.ts'
import type { Modality } from '../modality.ts'
import type { Center, Exam, Scanner } from '../types.ts'
import { drawOrder, drawPatient, drawPriority, drawReferral, isBooked } from './patients.ts'
import { coilWear, troubles, type Fault, type Stop } from './stops.ts'

export interface ScannerDay {
  scanner: Scanner
  windows: readonly Window[]
  stops: Stop[]
  faults: Fault[]
  exams: Exam[]
}

interface Slot {
  at: number
  booked: boolean
  procedure: Procedure
  repeats: Exam | null
}

const NO_SHOW: Record<Modality, number> = { MR: 0.06, CT: 0.025, DX: 0.01, MG: 0.06, US: 0.02, PT: 0.035 }
const REPEATED: Record<Modality, number> = { MR: 0.012, CT: 0.008, DX: 0.03, MG: 0.015, US: 0.004, PT: 0.004 }
const ABORTED = 0.007
const LONGEST_OVERTIME = 3600
/** How late the day begins where the story says so. */
const LATE_START = 2400
/** Bookings made longer ahead than this are forgotten where the story says so, so often. */
const FAR_AHEAD_DAYS = 14
const FORGOTTEN = 0.33
const UPTAKE = 62 * 60

const tables = new Map<readonly Window[], Arrivals>()

/** All exams of a center on a day, as patients come, wait and leave; nothing is read or billed yet. */
export function centerDay(center: Center, day: number, seed: number): ScannerDay[] {
  const numbers = { next: 1 }
  const busy = new Random(seed, 'busy', center.index, day).lognormal(1, 0.08)
  const days: ScannerDay[] = []
  for (const scanner of center.scanners) {
    const windows = windowsOn(scanner, day)
    if (windows.length === 0) continue
    const rng = new Random(seed, 'exams', scanner.scannerId, day)
    const slots = drawSlots(
      center,
      scanner,
      day,
      scanner.demand * demand(day, scanner.modality, center.lastDay) * busy,
      windows,
      rng,
    )
    const trouble = troubles(center, scanner, day, windows, seed)
    days.push(new Queue(center, scanner, day, windows, trouble, numbers, rng).run(slots))
  }
  return days
}

function drawSlots(
  center: Center,
  scanner: Scanner,
  day: number,
  mean: number,
  windows: readonly Window[],
  rng: Random,
): Slot[] {
  const table = tables.get(windows) ?? arrivalTable(windows)
  tables.set(windows, table)
  const mix = center.procedures.get(scanner.modality)!
  const slots: Slot[] = []
  for (let n = rng.poisson(mean); n > 0; n--) {
    const booked = isBooked(scanner.modality, rng)
    const point = rng.float() * table.total
    const half = table.upTo.findIndex((sum) => point < sum)
    const second = table.starts[half]! + Math.floor(rng.float() * 1800)
    const at = day * DAY_SECONDS + (booked ? second - (second % 300) : second - (second % 60))
    slots.push({ at, booked, procedure: rng.weighted(mix), repeats: null })
  }
  return slots.sort((a, b) => a.at - b.at)
}

/** One scanner serves one patient after another. */
class Queue {
  private free: number
  private readonly out: ScannerDay
  private readonly closes: number
  private readonly wear: number

  constructor(
    private readonly center: Center,
    private readonly scanner: Scanner,
    private readonly day: number,
    private readonly windows: readonly Window[],
    trouble: { stops: Stop[]; faults: Fault[] },
    private readonly numbers: { next: number },
    private readonly rng: Random,
  ) {
    const midnight = day * DAY_SECONDS
    this.free = midnight + windows[0]![0]
    this.closes = midnight + windows.at(-1)![1]
    this.out = { scanner, windows, ...trouble, exams: [] }
    this.wear = coilWear(center, scanner, day) ?? 0
  }

  run(slots: Slot[]): ScannerDay {
    if (slots[0] && this.startsLate()) this.free = Math.max(this.free, slots[0].at) + LATE_START
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i]!
      const exam = this.admit(slot)
      this.out.exams.push(exam)
      if (exam.outcome === 'performed' && !slot.repeats && this.rng.chance(REPEATED[this.scanner.modality])) {
        const again = { ...slot, at: exam.completedAt! + this.rng.int(20, 90) * 60, booked: false, repeats: exam }
        if (again.at < this.closes) slots.splice(after(slots, again.at, i + 1), 0, again)
      }
    }
    return this.out
  }

  private startsLate(): boolean {
    const from = this.center.effects.late_first_case
    return from !== null && this.day >= from && this.scanner.scannerId.endsWith('MR1')
  }

  /** How likely a booking is not kept. */
  private missed({ orderedAt, scheduledAt }: Exam): number {
    const isFar = scheduledAt - orderedAt > FAR_AHEAD_DAYS * DAY_SECONDS
    if (isFar && this.center.effects.no_show_far_ahead !== null) return FORGOTTEN
    return NO_SHOW[this.scanner.modality] * this.center.noShowFactor
  }

  private admit(slot: Slot): Exam {
    const { rng } = this
    const exam = this.newExam(slot)
    const { modality } = this.scanner
    if (slot.booked && rng.chance(this.missed(exam))) return { ...exam, outcome: 'no_show' }
    if (rng.chance(slot.booked ? 0.03 : 0.004)) return cancelled(exam, slot.at - rng.int(30, 1200) * 60)
    const early = modality === 'PT' ? 75 : 18
    exam.arrivedAt = slot.booked
      ? slot.at - Math.round(Math.min(90, Math.max(-20, early + 11 * rng.normal())) * 60)
      : slot.at
    const starts = this.findStart(exam.arrivedAt + (modality === 'PT' ? UPTAKE : 180), slot.at)
    if (starts > this.closes + LONGEST_OVERTIME) return cancelled({ ...exam, arrivedAt: null }, this.closes)
    this.serve(exam, starts)
    return exam
  }

  /** First moment at which the patient is there, the scanner is free and works, and someone runs it. */
  private findStart(patientReady: number, planned: number): number {
    const { rng } = this
    let at = Math.max(patientReady, planned - 600, this.free)
    for (const stop of this.out.stops) {
      if (at >= stop.from && at < stop.to) at = stop.to + rng.int(1, 8) * 60
    }
    const second = at - this.day * DAY_SECONDS
    const next = this.windows.find(([from]) => from > second)
    const inGap = !this.windows.some(([from, to]) => second >= from && second < to)
    return inGap && next && rng.chance(0.7) ? this.day * DAY_SECONDS + next[0] + rng.int(0, 240) : at
  }

  private serve(exam: Exam, starts: number): void {
    const { rng, scanner } = this
    const kind = KINDS[scanner.modality]
    const technologist = rng.pick(this.center.technologists)
    const first = this.out.exams.length === 0 ? 1.12 : 1
    const { minutes } = exam.procedure
    const drawn = rng.lognormal(minutes, kind.sigma) * scanner.pace * technologist.pace * first * (1 + 0.45 * this.wear)
    const begunOnly = rng.chance(ABORTED)
    const seconds = Math.round(Math.min(minutes * 4, Math.max(minutes * 0.35, drawn)) * 60 * (begunOnly ? 0.45 : 1))
    exam.outcome = begunOnly ? 'aborted' : 'performed'
    exam.technologist = technologist.id
    exam.startedAt = starts
    exam.completedAt = starts + Math.max(30, seconds)
    this.free = exam.completedAt + Math.round(rng.lognormal(kind.changeMinutes, 0.3) * 60)
    // A fault does not tear a patient off the table: the stop begins when the exam is over.
    for (const stop of this.out.stops) {
      if (stop.from >= starts && stop.from < exam.completedAt) stop.from = Math.min(stop.to, exam.completedAt)
    }
  }

  /** One patient in forty was moved here from the center's next scanner of the kind. */
  private bookedOn(number: string): string {
    const { center, scanner } = this
    const alike = center.scanners.filter((s) => s.modality === scanner.modality)
    const isMoved = Number(number) % 40 === 0
    return isMoved ? alike[(alike.indexOf(scanner) + 1) % alike.length]!.scannerId : scanner.scannerId
  }

  private newExam(slot: Slot): Exam {
    const { rng, center, scanner, day } = this
    const { procedure, booked, repeats } = slot
    const number = String(this.numbers.next++).padStart(3, '0')
    return {
      accessionNo: `${center.code}A${isoDay(day).slice(2).replaceAll('-', '')}${number}`,
      day,
      outcome: 'performed',
      booked,
      scanner,
      procedure,
      protocolCode: rng.chance(0.03) ? null : procedure.protocolCode,
      priority: drawPriority(scanner.modality, booked, rng),
      referral: repeats ? repeats.referral : drawReferral(booked, center, scanner.modality, rng),
      patient: repeats ? repeats.patient : drawPatient(center, procedure, rng),
      physician: `D${rng.int(1, 160)}`,
      technologist: '',
      radiologist: '',
      orderedAt: drawOrder(booked, day, slot.at, center, rng),
      scheduledAt: slot.at,
      slot: booked ? { minutes: slotMinutes(procedure), scannerId: this.bookedOn(number) } : null,
      arrivedAt: null,
      startedAt: null,
      completedAt: null,
      cancelledAt: null,
      prelimAt: null,
      reportedAt: null,
      findings: null,
      repeatOf: repeats ? repeats.accessionNo : null,
      deviates: false,
    }
  }
}

/** Slots are booked in steps of five minutes, with time to change patients. */
const slotMinutes = (procedure: Procedure) =>
  Math.ceil((procedure.minutes + KINDS[procedure.modality].changeMinutes) / 5) * 5

function cancelled(exam: Exam, at: number): Exam {
  return { ...exam, outcome: 'cancelled', cancelledAt: Math.max(exam.orderedAt + 60, at) }
}

function after(slots: Slot[], at: number, from: number): number {
  let i = from
  while (i < slots.length && slots[i]!.at <= at) i++
  return i
}
