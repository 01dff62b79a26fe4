import { cohenKappa, gwetAc1 } from '../statistics/agreement.ts'
import { f1, matthews, rates, total, type Counts } from '../statistics/two-by-two.ts'
import { rateOf } from '../metric/figure.ts'
import type { GroupAgreement, TwoByTwo } from './concordance-types.ts'

/** All figures of a 2×2 with the radiologist as reference. */
export function twoByTwo(counts: Counts): TwoByTwo {
  const r = rates(counts)
  const rate = (name: keyof typeof r) => rateOf(name, r[name].k, r[name].n)
  const table = [
    [counts.tp, counts.fp],
    [counts.fn, counts.tn],
  ]
  return {
    ...counts,
    n: total(counts),
    agreement: rate('agreement'),
    sensitivity: rate('sensitivity'),
    specificity: rate('specificity'),
    ppv: rate('ppv'),
    npv: rate('npv'),
    prevalence: rate('prevalence'),
    kappa: cohenKappa(table),
    gwet_ac1: gwetAc1(table),
    mcc: matthews(counts),
    f1: f1(counts),
  }
}

export function groupAgreement(counts: Counts): GroupAgreement {
  const r = rates(counts)
  return {
    n: r.agreement.n,
    agree: r.agreement.k,
    agreement: rateOf('agreement', r.agreement.k, r.agreement.n),
    sensitivity: rateOf('sensitivity', r.sensitivity.k, r.sensitivity.n),
    specificity: rateOf('specificity', r.specificity.k, r.specificity.n),
  }
}
