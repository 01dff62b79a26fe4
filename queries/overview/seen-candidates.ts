import { MATTERS } from '../page/matters.ts'
import { rateSignals } from '../statistics/center-signals.ts'
import type { Sample } from '../statistics/proportion.ts'
import type { Evidence } from './evidence.ts'
import { ofCenter, perMonth, signalOf, type Candidate } from './signal.ts'

const FEWEST_READINGS = 30

type Seen = Sample & { product_code: string; center_code: string }

const seenOf = ({ seen }: Evidence): Seen[] =>
  seen.map(({ row, figures: { ai_seen_in_time_rate: rate } }) => ({
    product_code: row['product_code'] as string,
    center_code: row['center_code'] as string,
    ...{ k: rate.numerator ?? 0, n: rate.n ?? 0 },
  }))

/**
 * Products whose results are seldom seen before the report at a center, by how the center deals with its other products: some
 * centers open the AI's answer first and some do not. The stake is the readings that come to nothing.
 */
export function seenCandidates(all: Evidence): Candidate[] {
  const rows = seenOf(all)
  const ofCenters = new Map<string, Sample>()
  for (const { center_code, k, n } of rows) {
    const sum = ofCenters.get(center_code) ?? { k: 0, n: 0 }
    ofCenters.set(center_code, { k: sum.k + k, n: sum.n + n })
  }
  const products = [...new Set(rows.map(({ product_code }) => product_code))].sort()
  return products.flatMap((product_code) => {
    const judged = rows
      .filter((row) => row.product_code === product_code)
      .map((row) => {
        const { k, n } = ofCenters.get(row.center_code)!
        return { ...row, others: { k: k - row.k, n: n - row.n } }
      })
      .filter(({ n, others }) => n >= FEWEST_READINGS && others.n >= FEWEST_READINGS)
    const rates = judged.map(({ k, n, others }) => ({ k, n, expected: (n * others.k) / others.n }))
    const { centers } = rateSignals(rates, MATTERS.ai_seen_in_time_rate)
    const modality = all.products.product(product_code)?.modality ?? null
    return judged.map(({ center_code, k, n }, i): Candidate => {
      const { expected = null, p = null } = centers[i] ?? {}
      const signal = () =>
        signalOf({
          kind: 'ai_not_in_time',
          center: ofCenter(center_code, all.nameOf),
          product: { product_code, ...all.products.nameOf(product_code) },
          modality,
          ...{ metric: 'ai_seen_in_time_rate', value: k / n, reference: expected, n },
          stake: perMonth(Math.max(0, (expected ?? 0) - k / n) * n, all.lately),
          // Beside the other centers, where it shows whether results come too late.
          link: { path: '/concordance/use', filters: modality ? { modality } : {}, panel: 'late' },
        })
      // A network too small to judge by is no fact about a center.
      return { p: p ?? 1, signal }
    })
  })
}
