import { rateLimits, rateSpread, xmr } from './control-charts.ts'
import { nhsRules, type NhsRule } from './control-rules.ts'
import type { Sample } from './proportion.ts'

/** A point of fewer exams is drawn and not judged. */
const FEWEST_EXAMS_OF_A_POINT = 5
/** Fewer points before the period than this give no limits. */
const FEWEST_BASELINE_POINTS = 12
/** Plain p limits understate the spread of large volumes; beyond this σz the Laney limits are taken. */
const OVERDISPERSED = 1.2

export interface BaselinePoint {
  /** Null without exams: a gap. */
  value: number | null
  lower: number | null
  upper: number | null
  /** Distance from the center line in σ; null where not judged. */
  z: number | null
  signals: NhsRule[]
}

export interface Onset {
  /** Place (0-based) of the first point of the run that broke a rule. */
  at: number
  /** Place at which it was seen. */
  seen_at: number
  side: 'higher' | 'lower'
}

export interface BaselineChart {
  kind: 'p' | 'laney' | 'xmr'
  /** Null where the baseline has too few points to judge by. */
  center_line: number | null
  /** Spread between points in units of chance; null on an XmR chart. */
  sigma_z: number | null
  baseline_points: number
  points: BaselinePoint[]
  /** Of the shift that lasts at the end, or the last one that did not; null when no rule is broken. */
  onset: Onset | null
}

/** Number of points up to the judged one at which a rule was met, to the first that took part in it. */
const LENGTH: Record<NhsRule, number> = { outside_limits: 1, two_of_three: 3, trend: 7, shift: 7 }

/**
 * Rules over the judged points alone: a day without exams, or with too few, neither breaks a run nor makes it, else a
 * center closed on Sundays could never show seven on one side.
 */
function rulesOfJudged(values: (number | null)[], z: (number | null)[]): NhsRule[][] {
  const judged = z.flatMap((value, i) => (value === null ? [] : [i]))
  const found = nhsRules(
    judged.map((i) => values[i] as number),
    judged.map((i) => z[i] as number),
  )
  const rules: NhsRule[][] = z.map(() => [])
  judged.forEach((at, i) => (rules[at] = found[i] as NhsRule[]))
  return rules
}

/** First place of the run that met `rule` at `seen`: all points on its side before it belong to a shift. */
function firstOfRun(z: (number | null)[], seen: number, rule: NhsRule): number {
  const judged = z.flatMap((value, i) => (value === null || i > seen ? [] : [i]))
  const side = Math.sign(z[seen] as number)
  let first = Math.max(0, judged.length - LENGTH[rule])
  if (rule === 'two_of_three') while ((z[judged[first] as number] as number) * side <= 2) first += 1
  if (rule === 'shift') while (first > 0 && Math.sign(z[judged[first - 1] as number] as number) === side) first -= 1
  return judged[first] as number
}

/**
 * The last rule broken, by where its run began. Points before it that break one on the same side without a break belong to
 * it; of several rules the one that began first counts.
 */
function onsetOfRules(z: (number | null)[], signals: NhsRule[][]): Onset | null {
  const seen_at = signals.map((rules) => rules.length > 0).lastIndexOf(true)
  if (seen_at < 0) return null
  const side = Math.sign(z[seen_at] as number)
  const judged = z.flatMap((value, i) => (value === null || i > seen_at ? [] : [i])).reverse()
  const end = judged.findIndex((i) => (signals[i] as NhsRule[]).length === 0 || Math.sign(z[i] as number) !== side)
  const unbroken = end < 0 ? judged : judged.slice(0, end)
  const began = unbroken.flatMap((i) => (signals[i] as NhsRule[]).map((rule) => firstOfRun(z, i, rule)))
  return { at: Math.min(...began), seen_at, side: side > 0 ? 'higher' : 'lower' }
}

const isJudged = (sample: Sample) => sample.n >= FEWEST_EXAMS_OF_A_POINT

function assemble(
  head: Omit<BaselineChart, 'points' | 'onset'>,
  points: Omit<BaselinePoint, 'signals'>[],
): BaselineChart {
  const z = points.map((point) => point.z)
  const signals = rulesOfJudged(
    points.map((point) => point.value),
    z,
  )
  return {
    ...head,
    points: points.map((point, i) => ({ ...point, signals: signals[i] as NhsRule[] })),
    onset: onsetOfRules(z, signals),
  }
}

/** Center line and σz of the baseline alone. */
function baselineOf(baseline: Sample[]): { center: number; sigma_z: number } | null {
  const judged = baseline.filter(isJudged)
  if (judged.length < FEWEST_BASELINE_POINTS) return null
  return rateSpread(judged)
}

/**
 * Control chart of a rate whose limits come from the points before the ones shown, so that a drift within the period
 * stands out instead of moving its own limits. Laney limits where the baseline's points vary beyond chance.
 * Samples in order of time, one a step, n 0 for a step without exams.
 * @source Laney, Qual Eng 2002;14:531; NHS England, Making Data Count
 */
export function rateChart(baseline: Sample[], shown: Sample[]): BaselineChart {
  const base = baselineOf(baseline)
  const widen = base && base.sigma_z > OVERDISPERSED ? base.sigma_z : 1
  const points = shown.map((sample) => {
    const value = sample.n > 0 ? sample.k / sample.n : null
    if (!base || value === null) return { value, lower: null, upper: null, z: null }
    const { lower, upper, sigma } = rateLimits(base.center, sample.n, widen)
    const z = isJudged(sample) && sigma > 0 ? (value - base.center) / sigma : null
    return { value, lower, upper, z }
  })
  return assemble(
    {
      kind: widen > 1 ? 'laney' : 'p',
      center_line: base?.center ?? null,
      sigma_z: base?.sigma_z ?? null,
      baseline_points: baseline.filter(isJudged).length,
    },
    points,
  )
}

/** A median or other figure of a step over n exams; `value` null without exams. */
export interface Measured {
  value: number | null
  n: number
}

/** XmR chart of medians: the same with limits from the baseline's moving ranges, single jumps screened out. */
export function valueChart(baseline: Measured[], shown: Measured[]): BaselineChart {
  const judgedValue = (m: Measured) => (m.value !== null && m.n >= FEWEST_EXAMS_OF_A_POINT ? m.value : null)
  const values = baseline.map(judgedValue).filter((value) => value !== null)
  const limits = values.length < FEWEST_BASELINE_POINTS ? null : xmr(values, { screen: true })
  const sigma = limits ? (limits.upper - limits.center) / 3 : 0
  const points = shown.map((measured) => {
    const judged = judgedValue(measured)
    return {
      value: measured.value,
      lower: measured.value === null ? null : (limits?.lower ?? null),
      upper: measured.value === null ? null : (limits?.upper ?? null),
      z: limits && judged !== null && sigma > 0 ? (judged - limits.center) / sigma : null,
    }
  })
  const head = { kind: 'xmr' as const, center_line: limits?.center ?? null, sigma_z: null }
  return assemble({ ...head, baseline_points: values.length }, points)
}

/**
 * A chart whose runs may have begun in the baseline: where a period holds few points, seven on one side would else never
 * be seen. A run that ended before the period is none of it.
 */
export function continued<Point>(
  chart: (baseline: Point[], shown: Point[]) => BaselineChart,
  baseline: Point[],
  shown: Point[],
): BaselineChart {
  const whole = chart(baseline, [...baseline, ...shown])
  const first = baseline.length
  const { onset } = whole
  const isShown = onset !== null && onset.seen_at >= first
  return {
    ...whole,
    points: whole.points.slice(first),
    onset: isShown ? { ...onset, at: Math.max(0, onset.at - first), seen_at: onset.seen_at - first } : null,
  }
}
