import { chiSquareQuantile, quantileOf, Z_95, Z_998 } from './distributions.ts'

export interface FunnelLimits {
  lower_95: number
  upper_95: number
  lower_998: number
  upper_998: number
}

const arcsine = (p: number) => Math.asin(Math.sqrt(Math.min(1, Math.max(0, p))))

function backToRate(angle: number): number {
  return Math.sin(Math.min(Math.PI / 2, Math.max(0, angle))) ** 2
}

/** A rate moved so that it is as far from `to` as it is from `from`, on the scale of the limits. */
export const movedRate = (rate: number, from: number, to: number) =>
  backToRate(arcsine(to) + arcsine(rate) - arcsine(from))

/**
 * Limits for a rate over n observations around the network's rate, on the arcsine scale, 0…1.
 * `tau2` is the spread between centers that chance does not explain; 0 leaves chance alone.
 * @source Spiegelhalter, Stat Med 2005;24:1185
 */
export function proportionLimits(target: number, n: number, tau2 = 0): FunnelLimits {
  const angle = arcsine(target)
  const sigma = Math.sqrt(1 / (4 * n) + tau2)
  return {
    lower_95: backToRate(angle - Z_95 * sigma),
    upper_95: backToRate(angle + Z_95 * sigma),
    lower_998: backToRate(angle - Z_998 * sigma),
    upper_998: backToRate(angle + Z_998 * sigma),
  }
}

/** Exact Poisson limits of observed ÷ expected at `expected` events. */
export function standardisedRatioLimits(expected: number): FunnelLimits {
  const lower = (alpha: number) => chiSquareQuantile(alpha, 2 * expected) / (2 * expected)
  const upper = (alpha: number) => chiSquareQuantile(1 - alpha, 2 * (expected + 1)) / (2 * expected)
  return { lower_95: lower(0.025), upper_95: upper(0.025), lower_998: lower(0.001), upper_998: upper(0.001) }
}

export interface Overdispersion {
  /** Mean squared z; about 1 when chance explains the spread. */
  phi: number
  /** Between-unit variance on the scale of the values; never below 0. */
  tau2: number
}

/** From z scores and their standard errors; `treat` tames outliers before φ is taken. Null without units. */
function overdispersion(z: number[], errors: number[], treat: (z: number[]) => number[]): Overdispersion | null {
  const kept = treat(z)
  if (kept.length === 0) return null
  const phi = kept.reduce((s, x) => s + x * x, 0) / kept.length
  const w = errors.map((s) => 1 / (s * s))
  const sumW = w.reduce((a, b) => a + b, 0)
  const spread = sumW - w.reduce((a, b) => a + b * b, 0) / sumW
  const n = kept.length
  return { phi, tau2: spread > 0 ? Math.max(0, (n * phi - (n - 1)) / spread) : 0 }
}

/** Leaves out the lowest and highest tenth. */
export function trim(z: number[]): number[] {
  const cut = Math.floor(z.length / 10)
  return [...z].sort((a, b) => a - b).slice(cut, z.length - cut)
}

/** Pulls values beyond the 10th and 90th percentile in to them. */
export function winsorise(z: number[]): number[] {
  const low = quantileOf(z, 0.1) ?? 0
  const high = quantileOf(z, 0.9) ?? 0
  return z.map((x) => Math.min(high, Math.max(low, x)))
}

/** Of standardised ratios, on the log scale, outliers trimmed (as SHMI does). Units without events are left out. */
export function ratioOverdispersion(units: { observed: number; expected: number }[]): Overdispersion | null {
  const usable = units.filter((u) => u.observed > 0 && u.expected > 0)
  return overdispersion(
    usable.map((u) => Math.log(u.observed / u.expected) * Math.sqrt(u.expected)),
    usable.map((u) => 1 / Math.sqrt(u.expected)),
    trim,
  )
}

/** φ of standardised ratios on the square-root scale, outliers winsorised (as the CQC does). */
export function winsorisedRatioPhi(units: { observed: number; expected: number }[]): number | null {
  const z = units.map((u) => 2 * (Math.sqrt(u.observed) - Math.sqrt(u.expected)))
  return (
    overdispersion(
      z,
      z.map(() => 1),
      winsorise,
    )?.phi ?? null
  )
}

/** Of rates around a target, on the arcsine scale, outliers winsorised so that a bad center does not hide itself. */
export function proportionOverdispersion(units: { k: number; n: number }[], target: number): Overdispersion | null {
  const usable = units.filter((u) => u.n > 0)
  return overdispersion(
    usable.map((u) => (arcsine(u.k / u.n) - arcsine(target)) * 2 * Math.sqrt(u.n)),
    usable.map((u) => 1 / (2 * Math.sqrt(u.n))),
    winsorise,
  )
}

/** Log-normal limits of a ratio at `expected`, widened by τ². */
export function overdispersedRatioLimits(expected: number, tau2: number): FunnelLimits {
  const sigma = Math.sqrt(1 / expected + tau2)
  return {
    lower_95: Math.exp(-Z_95 * sigma),
    upper_95: Math.exp(Z_95 * sigma),
    lower_998: Math.exp(-Z_998 * sigma),
    upper_998: Math.exp(Z_998 * sigma),
  }
}
