import { none } from '../metric/estimate.ts'
import type { Measured } from '../metric/measure.ts'
import { cohenKappa, gwetAc1 } from '../statistics/agreement.ts'
import type { Counts } from '../statistics/two-by-two.ts'
import type { GroupAgreement, TwoByTwo } from './concordance-types.ts'
import type { Readings } from './readings.ts'

export const countsOf = ({ row }: Pick<Measured<never>, 'row'>): Counts => ({
  tp: row['tp'] as number,
  fp: row['fp'] as number,
  fn: row['fn'] as number,
  tn: row['tn'] as number,
})

/** All figures of a 2×2; standard errors and intervals of κ and AC1 are worked out here, of its counts. */
export function twoByTwo(readings: Readings): TwoByTwo {
  const counts = countsOf(readings)
  const { kappa, gwet_ac1, mcc, f1, readings: n, products: _, ...rates } = readings.figures
  const table = [
    [counts.tp, counts.fp],
    [counts.fn, counts.tn],
  ]
  return {
    ...counts,
    n: n.value ?? 0,
    ...rates,
    kappa: { ...cohenKappa(table), value: kappa.value },
    gwet_ac1: { ...gwetAc1(table), value: gwet_ac1.value },
    mcc: mcc.value,
    f1: f1.value,
  }
}

const UNREAD = none('no_denominator', 0, 0)

/** Agreement of a group that may have no reading. */
export function groupAgreement(readings: Readings | undefined): GroupAgreement {
  const { agreement = UNREAD, sensitivity = UNREAD, specificity = UNREAD } = readings?.figures ?? {}
  return { n: agreement.n ?? 0, agree: agreement.numerator ?? 0, agreement, sensitivity, specificity }
}
