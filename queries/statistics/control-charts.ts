import type { Sample } from './proportion.ts'

export type { Sample }

/** Expected range of two normal values in σ: turns a mean moving range into a standard deviation. */
const D2 = 1.128
/** Upper limit of a moving range in mean moving ranges. */
const D4 = 3.267

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length

export interface Limits {
  center: number
  lower: number
  upper: number
}

export interface Xmr extends Limits {
  moving_range_mean: number
  moving_range_upper: number
}

/**
 * Individuals chart: x̄ ± 3·MR̄/1.128. `screen` leaves out moving ranges beyond their own limit once, so that a single
 * jump does not widen the limits. Null with fewer than two values.
 */
export function xmr(values: number[], { screen = false } = {}): Xmr | null {
  if (values.length < 2) return null
  const ranges = values.slice(1).map((x, i) => Math.abs(x - (values[i] as number)))
  let average = mean(ranges)
  if (screen) average = mean(ranges.filter((r) => r < D4 * average || average === 0))
  const center = mean(values)
  const half = (3 * average) / D2
  return {
    center,
    lower: center - half,
    upper: center + half,
    moving_range_mean: average,
    moving_range_upper: D4 * average,
  }
}

const clip = (p: number) => Math.min(1, Math.max(0, p))

/** Standard deviation of a rate over n by chance. */
const chanceOf = (center: number, n: number) => Math.sqrt((center * (1 - center)) / n)

/**
 * Center line (Σk ÷ Σn) of samples in order of time, and σz: how much further they stand apart than chance puts them; 1
 * where fewer than two can tell. Null without observations.
 * @source Laney, Qual Eng 2002;14:531
 */
export function rateSpread(samples: Sample[]): { center: number; sigma_z: number } | null {
  const n = samples.reduce((s, x) => s + x.n, 0)
  if (n === 0) return null
  const center = samples.reduce((s, x) => s + x.k, 0) / n
  const told = samples.filter((x) => x.n > 0 && chanceOf(center, x.n) > 0)
  const z = told.map((x) => (x.k / x.n - center) / chanceOf(center, x.n))
  const sigma_z = z.length < 2 ? 1 : mean(z.slice(1).map((value, i) => Math.abs(value - (z[i] as number)))) / D2
  return { center, sigma_z }
}

/**
 * Limits of a rate over n around the center line, p̄ ± 3σ√(p̄(1 − p̄)/n), clipped to 0…1. `widen` 1 gives the p-chart, σz
 * Laney's p′: imaging volumes are so large that plain limits collapse around the mean.
 */
export function rateLimits(center: number, n: number, widen = 1): { lower: number; upper: number; sigma: number } {
  const sigma = chanceOf(center, n) * widen
  return { lower: clip(center - 3 * sigma), upper: clip(center + 3 * sigma), sigma }
}

export interface Cusum {
  upper: number[]
  lower: number[]
  /** Places (0-based) at which a sum passes h. */
  signals: { at: number; side: 'upper' | 'lower' }[]
}

/** Tabular CUSUM around `target` with slack k and decision limit h, all in the unit of the values. */
export function cusum(values: number[], { target, k, h }: { target: number; k: number; h: number }): Cusum {
  const result: Cusum = { upper: [], lower: [], signals: [] }
  let upper = 0
  let lower = 0
  values.forEach((x, at) => {
    upper = Math.max(0, upper + x - target - k)
    lower = Math.min(0, lower + x - target + k)
    result.upper.push(upper)
    result.lower.push(lower)
    if (upper > h) result.signals.push({ at, side: 'upper' })
    if (-lower > h) result.signals.push({ at, side: 'lower' })
  })
  return result
}
