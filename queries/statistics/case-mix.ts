import { gammaP } from './distributions.ts'
import type { Sample } from './proportion.ts'

export interface Stratum {
  n: number
  /** Rate of the whole network in this stratum, 0…1. */
  network_rate: number
}

/**
 * Indirect standardisation: what a center would have had with the network's rate in each of its strata.
 * `ratio` is observed ÷ expected and `adjusted_rate` that times the network's rate; null when nothing was expected.
 */
export function indirectlyStandardise(observed: number, strata: Stratum[], networkRate: number) {
  const expected = strata.reduce((s, x) => s + x.n * x.network_rate, 0)
  const ratio = expected > 0 ? observed / expected : null
  return { expected, ratio, adjusted_rate: ratio === null ? null : ratio * networkRate }
}

/** Exams of a center in one stratum (modality × protocol), k of them with the event. */
export interface CaseMixCell {
  center_code: string
  /** Name or number. */
  stratum: string | number
  k: number
  n: number
}

/**
 * Per center its events, exams and what the rates of the centers that are not left out would make of its case mix, in
 * order of first appearance. A stratum that only centers left out have takes the rate of all.
 */
export function expectedByStrata(
  cells: CaseMixCell[],
  leftOut: ReadonlySet<string>,
): { center_code: string; k: number; n: number; expected: number }[] {
  const everywhere = new Map<string | number, { all: Sample; kept: Sample }>()
  const none = (): Sample => ({ k: 0, n: 0 })
  for (const { center_code, stratum, k, n } of cells) {
    const entry = everywhere.get(stratum) ?? { all: none(), kept: none() }
    everywhere.set(stratum, entry)
    for (const sum of leftOut.has(center_code) ? [entry.all] : [entry.all, entry.kept]) {
      sum.k += k
      sum.n += n
    }
  }
  const centers = new Map<string, { center_code: string; k: number; n: number; expected: number }>()
  for (const { center_code, stratum, k, n } of cells) {
    const { all, kept } = everywhere.get(stratum) as { all: Sample; kept: Sample }
    const from = kept.n > 0 ? kept : all
    const center = centers.get(center_code) ?? { center_code, k: 0, n: 0, expected: 0 }
    centers.set(center_code, center)
    center.k += k
    center.n += n
    center.expected += from.n > 0 ? (n * from.k) / from.n : 0
  }
  return [...centers.values()]
}

/**
 * Population stability index of two distributions over the same bins: about 0.1 is worth a look, 0.25 a reason to act.
 * Null when a bin is empty on either side, where it is not defined.
 */
export function stabilityIndex(reference: number[], current: number[]): number | null {
  if (reference.length !== current.length || reference.length === 0) return null
  if ([...reference, ...current].some((share) => share <= 0)) return null
  return reference.reduce((s, r, i) => s + ((current[i] as number) - r) * Math.log((current[i] as number) / r), 0)
}

/** So many classes, of about equal share of the reference, are compared. */
const CLASSES = 10
/** Fewer values than this on either side have no distribution to compare. */
const FEWEST_VALUES = 100

/**
 * Stability of a distribution that is given as counts by place on a scale: places are joined to tenths of the reference,
 * and further where the other side has none there. Null where either side has under a hundred values, or they lie in one class.
 * `p`: of chance alone making so much of it, since the index times n·m ÷ (n + m) is then χ² with a degree less than classes.
 * @source Yurdakul, Naranjo, J Risk Model Valid 2020;14(4)
 */
export function stabilityOf(reference: Map<number, number>, current: Map<number, number>) {
  const sum = (counts: Map<number, number>) => [...counts.values()].reduce((a, b) => a + b, 0)
  const [before, after] = [sum(reference), sum(current)]
  if (Math.min(before, after) < FEWEST_VALUES) return { psi: null, p: null, before, after }
  const classes: { r: number; c: number }[] = []
  let open = { r: 0, c: 0 }
  for (const place of [...new Set([...reference.keys(), ...current.keys()])].sort((a, b) => a - b)) {
    open.r += reference.get(place) ?? 0
    open.c += current.get(place) ?? 0
    if (open.r < before / CLASSES || open.c === 0) continue
    classes.push(open)
    open = { r: 0, c: 0 }
  }
  // What is left over joins the last class.
  const last = classes.at(-1)
  if (last) classes[classes.length - 1] = { r: last.r + open.r, c: last.c + open.c }
  const psi =
    classes.length < 2
      ? null
      : stabilityIndex(
          classes.map(({ r }) => r / before),
          classes.map(({ c }) => c / after),
        )
  const squares = psi === null ? null : (psi * before * after) / (before + after)
  const p = squares === null ? null : 1 - gammaP((classes.length - 1) / 2, squares / 2)
  return { psi, p, before, after }
}

/** Exams a month at which contribution covers the fixed cost, rounded up; null when an exam contributes nothing. */
export function breakEvenExams(fixedCost: number, contributionPerExam: number): number | null {
  if (contributionPerExam <= 0) return null
  // A fen of rounding in the division must not ask for one exam more.
  return Math.ceil(fixedCost / contributionPerExam - 1e-9)
}
