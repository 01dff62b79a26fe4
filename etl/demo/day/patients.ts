import type { Procedure } from '../catalogue/procedures.ts'
import { DAY_SECONDS } from '../clock.ts'
import type { Random } from '../random.ts'
import type { Modality } from '../modality.ts'
import type { Center, Exam } from '../types.ts'

const WOMEN_ONLY = new Set(['MG-BOTH', 'MR-BREAST-C', 'US-BREAST'])
const MEN_ONLY = new Set(['MR-PROSTATE-C'])
const BOOKED_SHARE: Record<Modality, number> = { MR: 0.8, CT: 0.4, DX: 0.04, MG: 0.65, US: 0.5, PT: 0.97 }

export function isBooked(modality: Modality, rng: Random): boolean {
  return rng.chance(BOOKED_SHARE[modality])
}

/** A patient of the center; the number alone decides sex and year of birth, so that they agree at every visit. */
export function drawPatient(center: Center, procedure: Procedure, rng: Random): Exam['patient'] {
  let number = rng.int(0, center.patients - 1)
  if (WOMEN_ONLY.has(procedure.code)) number -= number % 2
  else if (MEN_ONLY.has(procedure.code)) number += 1 - (number % 2)
  const mixed = Math.imul(number + 1 + center.index * 65_537, 0x9e3779b1) >>> 0
  // Two uniform numbers averaged: most patients are in the middle of life.
  const age = 18 + ((mixed & 0xff) / 255 + ((mixed >>> 8) & 0xff) / 255) * 36
  return {
    id: String(10_000_000 + ((number * 7919 + center.index * 104_729) % 89_999_999)),
    birthYear: 2026 - Math.round(age),
    sex: number % 2 === 0 ? 'F' : 'M',
  }
}

export function drawReferral(booked: boolean, center: Center, modality: Modality, rng: Random): string {
  const u = rng.float()
  const partner = center.ownership === 'partnered' ? 0.45 : 0.22
  if (u < partner) return 'partner_hospital'
  if (booked) return u < partner + 0.4 ? 'internet_hospital' : u < 0.92 ? 'other' : 'checkup'
  const checkup = modality === 'DX' || modality === 'US' || modality === 'CT' ? 0.14 : 0.04
  if (u < partner + checkup) return 'checkup'
  return u < 0.9 ? 'walk_in' : 'other'
}

export function drawPriority(modality: Modality, booked: boolean, rng: Random): Exam['priority'] {
  if (booked || modality === 'MG' || modality === 'PT') return rng.chance(0.03) ? 'urgent' : 'routine'
  const u = rng.float()
  return u < 0.04 ? 'stat' : u < 0.14 ? 'urgent' : 'routine'
}

/** When the order was written: some days before a booking, on the way for a walk-in. */
export function drawOrder(booked: boolean, day: number, at: number, center: Center, rng: Random): number {
  if (!booked) return at - rng.int(5, 25) * 60
  const isFar = center.effects.no_show_far_ahead !== null && rng.chance(0.3)
  if (isFar) return (day - rng.int(16, 30)) * DAY_SECONDS + rng.int(8 * 60, 17 * 60) * 60
  return (day - rng.int(1, 9)) * DAY_SECONDS + rng.int(8 * 60, 17 * 60) * 60
}
