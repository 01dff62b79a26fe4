import { DAY_SECONDS } from '../clock.ts'
import { Random } from '../random.ts'
import type { Window } from '../rhythm.ts'
import { progress } from '../stories.ts'
import type { Center, Scanner } from '../types.ts'

/** Time in which a scanner cannot be used. */
export interface Stop {
  from: number
  to: number
  state: 'down' | 'service'
}

export interface Fault {
  at: number
  code: string
  severity: 'info' | 'warning' | 'error' | 'critical'
  text: string
}

const COMPLEX = new Set(['MR', 'CT', 'PT'])
const SERVICE_EVERY_DAYS = 56
const BREAKDOWNS_PER_DAY = 1 / 75
const MINOR_FAULTS_PER_DAY = 0.12

/** Stops and faults of a scanner on a day, in order; instants. */
export function troubles(center: Center, scanner: Scanner, day: number, windows: readonly Window[], seed: number) {
  const rng = new Random(seed, 'trouble', scanner.scannerId, day)
  const midnight = day * DAY_SECONDS
  const stops: Stop[] = []
  const faults: Fault[] = []
  const opens = midnight + windows[0]![0]
  const closes = midnight + windows.at(-1)![1]
  if (COMPLEX.has(scanner.modality) && (day + scanner.capexCny / 100_000) % SERVICE_EVERY_DAYS === 0) {
    const from = closes - rng.int(100, 160) * 60
    stops.push({ from, to: closes - 600, state: 'service' })
  }
  if (rng.chance(BREAKDOWNS_PER_DAY))
    breakdown(rng, opens, closes, 80, 'SYS-410', 'System error, restart needed', stops, faults)
  for (let n = rng.poisson(MINOR_FAULTS_PER_DAY); n > 0; n--) faults.push(minorFault(rng, opens, closes))
  const wear = coilWear(center, scanner, day)
  if (wear !== null) failingCoil(rng, wear, opens, closes, stops, faults)
  stops.sort((a, b) => a.from - b.from)
  return { stops: apart(stops), faults: faults.sort((a, b) => a.at - b.at) }
}

function breakdown(
  rng: Random,
  opens: number,
  closes: number,
  medianMinutes: number,
  code: string,
  text: string,
  stops: Stop[],
  faults: Fault[],
): void {
  const from = opens + Math.floor(rng.between(0.02, 0.85) * (closes - opens))
  const to = Math.min(closes, from + Math.round(rng.lognormal(medianMinutes, 0.45) * 60))
  stops.push({ from, to, state: 'down' })
  faults.push({ at: from - 20, code, severity: rng.chance(0.35) ? 'critical' : 'error', text })
}

function minorFault(rng: Random, opens: number, closes: number): Fault {
  const at = opens + Math.floor(rng.float() * (closes - opens))
  return rng.chance(0.7)
    ? { at, code: 'NET-021', severity: 'info', text: 'Image transfer retried' }
    : { at, code: 'COOL-105', severity: 'warning', text: 'Cooling water temperature near limit' }
}

/** How worn the gradient coil is, 0…1; null = it is well. */
export function coilWear(center: Center, scanner: Scanner, day: number): number | null {
  return scanner.scannerId.endsWith('MR1') ? progress(center, 'gradient_coil', day) : null
}

/** The coil of the story: faults from one every few days to several a day, stops from rare to almost daily. */
function failingCoil(rng: Random, wear: number, opens: number, closes: number, stops: Stop[], faults: Fault[]): void {
  const text = 'Gradient amplifier overcurrent'
  for (let n = rng.poisson(0.3 + 4 * wear); n > 0; n--) {
    const at = opens + Math.floor(rng.float() * (closes - opens))
    faults.push({ at, code: 'GRAD-204', severity: rng.chance(0.25 + 0.5 * wear) ? 'error' : 'warning', text })
  }
  if (rng.chance(0.06 + 0.74 * wear)) {
    breakdown(rng, opens, closes, 35 + 75 * wear, 'GRAD-301', 'Gradient coil fault, scan stopped', stops, faults)
  }
}

/** Stops that overlap an earlier one are taken as part of it. */
function apart(stops: Stop[]): Stop[] {
  const kept: Stop[] = []
  for (const stop of stops) {
    const before = kept.at(-1)
    if (before && stop.from <= before.to) before.to = Math.max(before.to, stop.to)
    else kept.push(stop)
  }
  return kept
}
