import { computed, none } from '../metric/estimate.ts'
import type { Measured } from '../metric/measure.ts'
import type { Metric } from '../metric/define.ts'
import { cohenKappa, gwetAc1, type AgreementCoefficient } from '../statistics/agreement.ts'
import { f1, matthews, type Counts } from '../statistics/two-by-two.ts'
import { concordanceMetrics as m } from './concordance-metrics.ts'
import type { Coefficient, GroupAgreement, TwoByTwo } from './concordance-types.ts'
import type { RATES, Readings } from './readings.ts'

/** What is computed here of the four counts that a question gives. */
export const COMPUTED = [m.kappa, m.gwet_ac1, m.mcc, m.f1]

export const countsOf = ({ row }: Pick<Measured<never>, 'row'>): Counts => ({
  tp: row['tp'] as number,
  fp: row['fp'] as number,
  fn: row['fn'] as number,
  tn: row['tn'] as number,
})

function coefficient(
  metric: Metric,
  { value, standard_error, low, high }: AgreementCoefficient,
  n: number,
): Coefficient {
  const e = computed(metric, value, n)
  return e.value === null ? { ...e, standard_error: null } : { ...e, standard_error, low, high }
}

/** Cohen's κ of a table, kept back below the minimum count. */
export function kappaOf({ tp, fp, fn, tn }: Counts): Coefficient {
  return coefficient(
    m.kappa,
    cohenKappa([
      [tp, fp],
      [fn, tn],
    ]),
    tp + fp + fn + tn,
  )
}

type Read = Measured<(typeof RATES)[number]['id'] | 'readings'>

/** All figures of a 2×2. */
export function twoByTwo(readings: Read): TwoByTwo {
  const counts = countsOf(readings)
  const { tp, fp, fn, tn } = counts
  const { readings: read, agreement, sensitivity, specificity, ppv, npv, prevalence } = readings.figures
  const n = read.value ?? 0
  const table = [
    [tp, fp],
    [fn, tn],
  ]
  return {
    ...counts,
    n,
    ...{ agreement, sensitivity, specificity, ppv, npv, prevalence },
    kappa: kappaOf(counts),
    gwet_ac1: coefficient(m.gwet_ac1, gwetAc1(table), n),
    mcc: computed(m.mcc, matthews(counts), n),
    f1: computed(m.f1, f1(counts), tp + fp + fn),
  }
}

const UNREAD = none('no_denominator', 0, 0)

/** Agreement of a group that may have no reading. */
export function groupAgreement(readings: Readings | undefined): GroupAgreement {
  const { agreement = UNREAD, sensitivity = UNREAD, specificity = UNREAD } = readings?.figures ?? {}
  return { n: agreement.n ?? 0, agree: agreement.numerator ?? 0, agreement, sensitivity, specificity }
}
