import type { CenterRate, SignalOptions } from '#queries/statistics/center-signals.ts'
import type { Draws } from './draws.ts'

/** A rate of a made network: centers spread around `rate` by `spread` (standard deviation of the log odds). */
export interface MadeRate extends SignalOptions {
  name: string
  rate: number
  spread: number
  /** Median exams of a center; sizes vary threefold either way. */
  exams: number
}

const made = (
  name: string,
  rate: number,
  spread: number,
  exams: number,
  matters: number,
  bad: MadeRate['bad'],
): MadeRate => ({ name, rate, spread, exams, matters, bad })

/** Ten rates of a period, as the pages show them, with the spread of ordinary centers. */
export const RATES: MadeRate[] = [
  made('compliance', 0.95, 0.15, 900, 0.03, 'lower'),
  made('unreported', 0.002, 0.25, 600, 0.01, 'higher'),
  made('no-show', 0.06, 0.15, 450, 0.03, 'higher'),
  made('repeats', 0.03, 0.15, 900, 0.02, 'higher'),
  made('denials', 0.08, 0.2, 600, 0.03, 'higher'),
  made('concordance', 0.9, 0.15, 120, 0.05, 'lower'),
  made('late reports', 0.12, 0.2, 600, 0.05, 'higher'),
  made('dose above reference', 0.2, 0.2, 300, 0.05, 'higher'),
  made('wrong order', 0.01, 0.2, 600, 0.01, 'higher'),
  made('AI coverage', 0.98, 0.3, 300, 0.03, 'lower'),
]

const atOdds = (rate: number, shift: number) => 1 / (1 + Math.exp(-(Math.log(rate / (1 - rate)) + shift)))

/** The first centers have the rates `shifted` and at least the median's exams; the others are ordinary. */
export function network(draws: Draws, centers: number, metric: MadeRate, shifted: number[] = []): CenterRate[] {
  return Array.from({ length: centers }, (_, i) => {
    const size = Math.max(20, Math.round(draws.lognormal(metric.exams, 0.6)))
    const n = i < shifted.length ? Math.max(size, metric.exams) : size
    return { n, k: draws.binomial(n, shifted[i] ?? atOdds(metric.rate, metric.spread * draws.normal())) }
  })
}
