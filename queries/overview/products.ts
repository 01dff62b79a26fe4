import { Z_998 } from '../statistics/distributions.ts'
import { differenceOfProportions } from '../statistics/proportion.ts'
import type { ProductFinding } from '../concordance/concordance-types.ts'
import type { ProductSignal } from './overview-types.ts'

const MINIMUM = 30

/** Products whose sensitivity or specificity to the radiologist fell since the previous period. */
export function productAttention(products: ProductFinding[]): ProductSignal[] {
  return products.flatMap((p) =>
    (['specificity', 'sensitivity'] as const).flatMap((name): ProductSignal[] => {
      const [now, before] = [p[name], p.previous[name]]
      if (now.value === null || before.value === null || (now.n ?? 0) < MINIMUM || (before.n ?? 0) < MINIMUM) return []
      const first = { k: now.numerator ?? 0, n: now.n ?? 0 }
      const d = differenceOfProportions(first, { k: before.numerator ?? 0, n: before.n ?? 0 }, Z_998)
      if (!d || d.high >= 0) return []
      const { product_code, product, finding_code, finding } = p
      const what = { product_code, product, finding_code, finding, metric: name }
      return [{ ...what, value: now.value, previous: before.value, n: first.n, ...d }]
    }),
  )
}
