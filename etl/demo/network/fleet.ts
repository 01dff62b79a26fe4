import { PROCEDURES } from '../catalogue/procedures.ts'
import { isoDay } from '../clock.ts'
import type { Random } from '../random.ts'
import type { Modality } from '../modality.ts'
import type { Scanner } from '../types.ts'
import { ROUND_THE_CLOCK, weekdayHours, weeklyHours } from './hours.ts'
import { MODELS } from './models.ts'

export const MODALITIES: readonly Modality[] = ['MR', 'CT', 'DX', 'US', 'MG', 'PT']

interface Kind {
  /** Share of a center's exams where all modalities are offered. */
  share: number
  /** Exams a day from which a center buys the first scanner; MR and CT stand everywhere. */
  from: number
  /** Exams a day that one scanner takes with ease. */
  comfortable: number
  /** Share of the staffed hours that exams are planned to fill. */
  planned: number
  /** Spread of exam minutes around the procedure's median (sigma of the logarithm). */
  sigma: number
  /** Shortest minutes between two patients. */
  changeMinutes: number
}

export const KINDS: Record<Modality, Kind> = {
  MR: { share: 0.28, from: 0, comfortable: 26, planned: 0.66, sigma: 0.3, changeMinutes: 3 },
  CT: { share: 0.38, from: 0, comfortable: 60, planned: 0.5, sigma: 0.4, changeMinutes: 2 },
  DX: { share: 0.2, from: 1.5, comfortable: 110, planned: 0.25, sigma: 0.4, changeMinutes: 1 },
  US: { share: 0.09, from: 3, comfortable: 36, planned: 0.5, sigma: 0.35, changeMinutes: 1 },
  MG: { share: 0.035, from: 1.8, comfortable: 26, planned: 0.35, sigma: 0.25, changeMinutes: 3 },
  PT: { share: 0.015, from: 1.3, comfortable: 10, planned: 0.4, sigma: 0.22, changeMinutes: 8 },
}

/** Mean minutes on the table of a modality's mix of procedures. */
function meanMinutes(modality: Modality): number {
  const own = PROCEDURES.filter((p) => p.modality === modality)
  const weight = own.reduce((sum, p) => sum + p.weight, 0)
  const median = own.reduce((sum, p) => sum + p.weight * p.minutes, 0) / weight
  return median * Math.exp(KINDS[modality].sigma ** 2 / 2)
}

/** Scanners for a center that expects so many exams on an ordinary Friday. */
export function fleet(code: string, volume: number, roundTheClock: boolean, firstDay: number, rng: Random): Scanner[] {
  const offered = MODALITIES.filter((m) => volume * KINDS[m].share >= KINDS[m].from)
  const shares = offered.reduce((sum, m) => sum + KINDS[m].share, 0)
  return offered.flatMap((modality) => {
    const exams = (volume * KINDS[modality].share) / shares
    const count = Math.max(1, Math.ceil(exams / KINDS[modality].comfortable))
    return Array.from({ length: count }, (_, i) => {
      const hours = modality === 'CT' && i === 0 && roundTheClock ? ROUND_THE_CLOCK : undefined
      return scanner(code, modality, i + 1, exams / count, hours, firstDay, rng)
    })
  })
}

function scanner(
  centerCode: string,
  modality: Modality,
  number: number,
  demand: number,
  hours: string | undefined,
  firstDay: number,
  rng: Random,
): Scanner {
  const model = rng.pick(MODELS[modality])
  const installed = firstDay - rng.int(200, 3200)
  const years = (firstDay - installed) / 365
  return {
    scannerId: `${centerCode}-${modality}${number}`,
    centerCode,
    modality,
    manufacturer: model.manufacturer,
    model: model.model,
    fieldStrengthT: model.fieldStrengthT,
    slices: model.slices,
    installedOn: isoDay(installed),
    staffedHours: hours ?? hoursFor(modality, demand),
    staffingChange: null,
    demand,
    pace: (0.94 + 0.015 * years) * (model.fieldStrengthT === 3 ? 0.93 : 1),
    dose: Math.min(1.12, rng.lognormal(1, 0.09)),
    bias: rng.between(-0.35, 0.35),
    capexCny: model.capexCny,
  }
}

function hoursFor(modality: Modality, demand: number): string {
  return weeklyHours((demand * meanMinutes(modality)) / 60 / KINDS[modality].planned)
}

/** What a full scanner is booked with, in staffed time: some patients do not come. */
const OVERBOOKED = 1.14

/** Exams on an ordinary Friday that leave a scanner hardly a free minute in its staffed hours. */
export function fullDemand(s: Scanner): number {
  return (
    (weekdayHours(s.staffedHours) * 60 * OVERBOOKED) /
    (meanMinutes(s.modality) * s.pace + KINDS[s.modality].changeMinutes)
  )
}
