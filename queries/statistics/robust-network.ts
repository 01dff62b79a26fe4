/** Beyond this many standard deviations a center no longer shapes what the others are judged by. */
export const LEFT_OUT = 2.5
/** Mean z² of a standard normal within those: what leaving out the tails of an ordinary network takes away. */
const WITHIN = 0.9113
const MOST_ROUNDS = 12
/** The spread need not be known better than to this share. */
const NEAR_ENOUGH = 0.02
/** Half the width of the middle half of a standard normal. */
const QUARTILE = 0.6745

/** Centers on a scale on which what they are (not by how much they were sampled) spreads evenly. */
export interface NetworkScale {
  /** Per center, variance by chance on that scale. */
  chance: Float64Array
  /** Residuals of all centers from a target that centers shape by these weights (0: left out). */
  residuals(weights: Float64Array): Float64Array
  /** Spread (standard deviation) between centers that is no news; the estimate never goes below it. */
  floor: number
}

export interface RobustNetwork {
  residuals: Float64Array
  /** Standard deviation between centers beyond chance, of those kept, at least the floor. */
  spread: number
  /** Variance of the target. */
  target_variance: number
  /** Centers kept: those that shaped target and spread. */
  ordinary: number
  /** What the spread is worth: few centers make fat tails. Infinite where the floor was taken, which is known. */
  df: number
}

/** The narrowest interval that holds half of the values: up to half of them may be odd, on one side even. */
function shortestHalf(values: Float64Array): { low: number; high: number } {
  const sorted = values.slice().sort()
  const reach = Math.floor(sorted.length / 2)
  let at = 0
  for (let i = 1; i + reach < sorted.length; i += 1) {
    const width = (sorted[i + reach] as number) - (sorted[i] as number)
    if (width < (sorted[at + reach] as number) - (sorted[at] as number)) at = i
  }
  return { low: sorted[at] as number, high: sorted[at + reach] as number }
}

/** Target and variance between centers to begin with, from the half of the centers that lie closest together. */
function start(scale: NetworkScale, weights: Float64Array): { residuals: Float64Array; between: number } {
  for (let i = 0; i < weights.length; i += 1) weights[i] = 1 / (scale.chance[i] as number)
  const all = scale.residuals(weights)
  const { low, high } = shortestHalf(all)
  let [chance, half] = [0, 0]
  for (let i = 0; i < weights.length; i += 1) {
    const inside = (all[i] as number) >= low && (all[i] as number) <= high
    if (!inside) weights[i] = 0
    chance += inside ? (scale.chance[i] as number) : 0
    half += Number(inside)
  }
  const between = Math.max(0, ((high - low) / 2 / QUARTILE) ** 2 - chance / half)
  return { residuals: scale.residuals(weights), between }
}

/** One step of the likelihood's fixed point for the variance between centers, of those kept. */
function nextVariance(residuals: Float64Array, chance: Float64Array, weights: Float64Array): number {
  let [sum, squares, kept] = [0, 0, 0]
  for (let i = 0; i < weights.length; i += 1) {
    const w = (weights[i] as number) ** 2
    if (w > 0) kept += 1
    squares += w
    sum += w * ((residuals[i] as number) ** 2 / WITHIN - (chance[i] as number))
  }
  // One center's worth of spread went into the target.
  return kept > 1 ? Math.max(0, ((sum / squares) * kept) / (kept - 1)) : 0
}

/** Sets the weights of the centers within the limits, 0 for the others, and tells whether others stay than before. */
function leaveOut(residuals: Float64Array, chance: Float64Array, variance: number, weights: Float64Array): boolean {
  let changed = false
  for (let i = 0; i < weights.length; i += 1) {
    const total = (chance[i] as number) + variance
    const inside = (residuals[i] as number) ** 2 <= LEFT_OUT ** 2 * total
    changed ||= inside !== (weights[i] as number) > 0
    weights[i] = inside ? 1 / total : 0
  }
  return changed
}

/**
 * Target and spread of a network from the centers that are not odd: those beyond two and a half standard deviations are
 * left out, target and spread taken again, until the same centers stay. A center that is far off therefore does not widen the
 * limits that should catch it. O(n log n).
 * @source Spiegelhalter, Stat Med 2005;24:1185 (spread between centers); Huber, Robust Statistics, 1981 (rejection)
 */
export function robustNetwork(scale: NetworkScale): RobustNetwork {
  const { chance, floor } = scale
  const weights = new Float64Array(chance.length)
  let { residuals, between } = start(scale, weights)
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const variance = Math.max(between, floor * floor)
    const changed = leaveOut(residuals, chance, variance, weights)
    residuals = scale.residuals(weights)
    const before = between
    between = nextVariance(residuals, chance, weights)
    if (!changed && Math.abs(between - before) <= NEAR_ENOUGH * variance) break
  }
  const spread = Math.max(Math.sqrt(between), floor)
  const { ordinary, target_variance } = worthOf(chance, weights, spread)
  return { residuals, spread, ordinary, target_variance, df: spread > floor ? Math.max(1, ordinary - 1) : Infinity }
}

function worthOf(chance: Float64Array, weights: Float64Array, spread: number) {
  let [sum, ordinary] = [0, 0]
  for (let i = 0; i < weights.length; i += 1) {
    if (weights[i] === 0) continue
    sum += 1 / ((chance[i] as number) + spread * spread)
    ordinary += 1
  }
  return { target_variance: 1 / sum, ordinary }
}
