import type { Metric } from '../metric/define.ts'
import { none } from '../metric/estimate.ts'
import type { Estimate } from '../page/page-types.ts'
import { withheld } from '../statistics/minimum-numbers.ts'
import { wilson } from '../statistics/proportion.ts'

/** A rate of exams that were judged otherwise than the mart judges them, under the minimum number of the metric that it answers to. */
export function rateOf({ minimumCount }: Metric, k: number, n: number): Estimate {
  const reason = withheld(n, minimumCount)
  if (reason) return none(reason, n, k)
  return { value: k / n, n, numerator: k, ...wilson(k, n)!, reason: null }
}
