import { expectedByStrata, type CaseMixCell } from './case-mix.ts'
import { binomialUpper, normalUpper, studentUpper } from './distributions.ts'
import { LEFT_OUT, robustNetwork, type NetworkScale, type RobustNetwork } from './robust-network.ts'

/** Fewer centers than this have no network to be judged by. */
const FEWEST_CENTERS = 5
/** Share of what matters that ordinary centers may stand apart (standard deviation) before it is news. */
const NO_NEWS = 1 / 3
/** Nearer to the target than this, in standard deviations, no list reaches. */
const NEAR = 1.5

export interface SignalOptions {
  /** Smallest difference from the target that a person would act on; a third of it is no news between centers. */
  matters: number
  /** The side that is named. */
  bad: 'higher' | 'lower' | 'both'
}

export interface CenterSignal {
  /** What the center would have as an ordinary center of its case mix; null where the network is too small to say. */
  expected: number | null
  /** Distance from it in standard deviations of chance and ordinary spread together. */
  z: number | null
  /** For `falseDiscoveries` over all metrics and centers; 1 where the difference does not matter; null: not judged. */
  p: number | null
}

export interface NetworkSignals {
  centers: CenterSignal[]
  /** Spread between ordinary centers, on the scale of judgement (arcsine of a rate, logarithm of a value). */
  spread: number | null
  /** Centers that shaped target and spread. */
  ordinary: number
}

const NOT_JUDGED: CenterSignal = { expected: null, z: null, p: null }

/** p on the named side; `exact` is asked only where the approximate p could be named. */
function tailOf(z: number, df: number, bad: SignalOptions['bad'], exact: (side: 1 | -1) => number): number {
  const side = z < 0 ? -1 : 1
  const distance = bad === 'both' ? Math.abs(z) : bad === 'higher' ? z : -z
  const sides = bad === 'both' ? 2 : 1
  if (distance < NEAR) return Math.min(1, sides * normalUpper(distance))
  return Math.min(1, sides * Math.max(studentUpper(distance, df), exact(side)))
}

function zOf(network: RobustNetwork, chance: number, i: number, stretch = 1): number {
  const spread = network.spread * stretch
  return (network.residuals[i] as number) / Math.sqrt(chance + spread ** 2 + network.target_variance)
}

/** Ordinary centers from which on lists reach so far into the tails that their shape matters. */
const LARGE = 50

/**
 * Ordinary centers spread more evenly on the log odds than on the arcsine scale: toward one half their tail is longer.
 * Half-way between both, for large networks whose spread was seen; at 1 the floor says what is no news.
 */
function stretchOf(network: RobustNetwork, rate: number, expected: number): number {
  if (network.df < LARGE || network.df === Infinity || expected <= 0 || expected >= 1) return 1
  const [a, b] = [angle(rate), angle(expected)]
  return Math.max(1, Math.sqrt(Math.sin(a + b) / Math.sin(2 * b)))
}

export interface CenterRate {
  k: number
  n: number
  /** Events expected by case mix (`indirectlyStandardise` or `expectedByStrata`); without it n at one rate. */
  expected?: number
}

const medianOf = (values: Float64Array) => values.slice().sort()[values.length >> 1] as number

const angle = (rate: number) => Math.asin(Math.sqrt(Math.min(1, Math.max(0, rate))))

/** The scale of rates: arcsine, around what case mix expects times one ratio for the whole network. */
class RateScale implements NetworkScale {
  readonly chance: Float64Array
  readonly floor: number
  private readonly rates: Float64Array
  private readonly mix: Float64Array
  private readonly angles: Float64Array
  /** Observed ÷ expected of the centers that shape the target. */
  private ratio = 1

  constructor(centers: CenterRate[], { matters, bad }: SignalOptions) {
    this.chance = Float64Array.from(centers, (c) => 1 / (4 * c.n))
    this.rates = Float64Array.from(centers, (c) => c.k / c.n)
    this.mix = Float64Array.from(centers, (c) => (c.expected === undefined ? 1 : Math.max(c.expected, 1e-9) / c.n))
    this.angles = this.rates.map(angle)
    const ordinary = medianOf(this.rates)
    this.floor = Math.abs(angle(ordinary + (bad === 'lower' ? -matters : matters)) - angle(ordinary)) * NO_NEWS
  }

  residuals(weights: Float64Array): Float64Array {
    const { angles, mix, rates } = this
    let [observed, expected] = [0, 0]
    for (let i = 0; i < weights.length; i += 1) {
      observed += (weights[i] as number) * (rates[i] as number)
      expected += (weights[i] as number) * (mix[i] as number)
    }
    this.ratio = expected > 0 ? observed / expected : 0
    const result = new Float64Array(weights.length)
    let [before, target] = [NaN, NaN]
    for (let i = 0; i < weights.length; i += 1) {
      // Without case mix all centers have one target.
      if (mix[i] !== before) target = angle(this.expectedAt(i))
      before = mix[i] as number
      result[i] = (angles[i] as number) - target
    }
    return result
  }

  expectedAt(i: number): number {
    return Math.min(1, this.ratio * (this.mix[i] as number))
  }
}

/**
 * Each center's rate against the robust network: target and spread from the ordinary centers, chance by n, a floor of
 * what matters, tails by Student and by the exact binomial, whichever is more careful. `matters` in rate units (0.02
 * is two points). Pass only centers at or above the metric's minimum count. Exams that could not be assessed belong to
 * neither k nor n. Linear but for one sort.
 */
export function rateSignals(centers: CenterRate[], options: SignalOptions): NetworkSignals {
  if (centers.length < FEWEST_CENTERS) return { centers: centers.map(() => NOT_JUDGED), spread: null, ordinary: 0 }
  const scale = new RateScale(centers, options)
  const network = robustNetwork(scale)
  const signals = centers.map(({ k, n }, i): CenterSignal => {
    const chance = scale.chance[i] as number
    const expected = scale.expectedAt(i)
    const z = zOf(network, chance, i, stretchOf(network, k / n, expected))
    if (Math.abs(k / n - expected) < options.matters) return { expected, z, p: 1 }
    const exact = (side: 1 | -1) => (side > 0 ? binomialUpper(k, n, expected) : binomialUpper(n - k, n, 1 - expected))
    return { expected, z, p: tailOf(z, network.df, options.bad, exact) }
  })
  return { centers: signals, spread: network.spread, ordinary: network.ordinary }
}

/** Rounds of leaving out odd centers from the rates of the strata. */
const CASE_MIX_ROUNDS = 4

/**
 * `rateSignals` with what each center's case mix lets expect, from the strata's rates of the centers that are not odd.
 * Centers of fewer exams than `minimumCount` shape the rates and are not judged (absent from the result).
 */
export function caseMixSignals(
  cells: CaseMixCell[],
  options: SignalOptions & { minimumCount: number },
): { codes: string[]; signals: NetworkSignals } {
  let leftOut: ReadonlySet<string> = new Set()
  for (let round = 1; ; round += 1) {
    const centers = expectedByStrata(cells, leftOut).filter((c) => c.n >= Math.max(1, options.minimumCount))
    const signals = rateSignals(centers, options)
    const codes = centers.map((c) => c.center_code)
    const odd = new Set(codes.filter((_, i) => Math.abs(signals.centers[i]?.z ?? 0) > LEFT_OUT))
    if (round === CASE_MIX_ROUNDS || (odd.size === leftOut.size && [...odd].every((code) => leftOut.has(code))))
      return { codes, signals }
    leftOut = odd
  }
}

/** A positive figure of a center (median dose, median minutes) with its standard error in the same unit. */
export interface CenterValue {
  value: number
  error: number
}

function logScale(values: CenterValue[], matters: number) {
  const logs = Float64Array.from(values, (v) => Math.log(v.value))
  const scale = {
    target: 0,
    chance: Float64Array.from(values, (v) => Math.max(1e-12, (v.error / v.value) ** 2)),
    floor: Math.log1p(matters) * NO_NEWS,
    residuals(weights: Float64Array) {
      let [sum, of] = [0, 0]
      weights.forEach((weight, i) => {
        sum += weight * (logs[i] as number)
        of += weight
      })
      scale.target = of > 0 ? sum / of : 0
      return logs.map((x) => x - scale.target)
    },
  }
  return scale
}

/** The same for positive values, by their ratios: `matters` is relative (0.2: a fifth above or below the target). */
export function valueSignals(values: CenterValue[], { matters, bad }: SignalOptions): NetworkSignals {
  if (values.length < FEWEST_CENTERS) return { centers: values.map(() => NOT_JUDGED), spread: null, ordinary: 0 }
  const scale = logScale(values, matters)
  const network = robustNetwork(scale)
  const expected = Math.exp(scale.target)
  const signals = values.map(({ value }, i): CenterSignal => {
    const chance = scale.chance[i] as number
    const z = zOf(network, chance, i)
    if (Math.abs(Math.log(value / expected)) < Math.log1p(matters)) return { expected, z, p: 1 }
    return { expected, z, p: tailOf(z, network.df, bad, () => 0) }
  })
  return { centers: signals, spread: network.spread, ordinary: network.ordinary }
}
