import { MATTERS } from '../page/matters.ts'
import type { NameOf } from '../page/names.ts'
import type { CenterProfitRow, PriceStep } from '../profitability/profitability-types.ts'
import type { Receivables } from '../profitability/receivables.ts'
import { rateSignals } from '../statistics/center-signals.ts'
import { ofCenter, signalOf, type Candidate } from './signal.ts'

const cny = 'cny' as const
const bookLink = (center: string, panel: string) => ({ path: '/profitability', filters: { center }, panel })

/** Centers that lost money over their closed months, however full they are. */
function losses(centers: CenterProfitRow[], nameOf: NameOf): Candidate[] {
  return centers
    .filter((c) => !c.provisional && (c.operating_profit ?? 0) < 0)
    .map((c) => {
      const profit = (c.operating_profit ?? 0) / Math.max(1, c.months_closed)
      const center = ofCenter(c.center_code, nameOf)
      const figures = { metric: 'operating_profit', value: profit, stake: -profit, stake_unit: cny }
      return {
        p: null,
        signal: () => signalOf({ kind: 'loss', center, ...figures, link: bookLink(c.center_code, 'centers') }),
      }
    })
}

/** Lines that insurers denied; the stake is what was charged for those beyond the usual. */
function denials(centers: CenterProfitRow[], nameOf: NameOf): Candidate[] {
  const judged = centers.filter((c) => c.denial_rate.value !== null)
  const rates = judged.map(({ denial_rate: r }) => ({ k: r.numerator ?? 0, n: r.n ?? 0 }))
  const { centers: signals } = rateSignals(rates, MATTERS.denial_rate)
  return judged.map((c, i): Candidate => {
    const { expected = null, p = null } = signals[i] ?? {}
    const signal = () => {
      const value = c.denial_rate.value as number
      const months = Math.max(1, c.center_months)
      const excess = value > 0 ? Math.max(0, 1 - (expected ?? 0) / value) : 0
      const center = ofCenter(c.center_code, nameOf)
      const figures = { metric: 'denial_rate', value, reference: expected, n: c.denial_rate.n }
      const stake = (c.denied_charges * excess) / months
      const link = bookLink(c.center_code, 'payers')
      return signalOf({ kind: 'denial_funnel', center, ...figures, stake, stake_unit: cny, link })
    }
    return { p: p ?? 1, signal }
  })
}

/** Fewer open lines than this tell nothing of how a payer pays. */
const FEWEST_OPEN = 10

/** What a payer owes a center for long, by count of open lines; the stake is what is old beyond the usual. */
function ageing(owed: Receivables['centers'], nameOf: NameOf): Candidate[] {
  const judged = owed.filter((row) => row.open_lines >= FEWEST_OPEN)
  return [...new Set(judged.map((row) => row.payer_class))].flatMap((payer_class) => {
    const mine = judged.filter((row) => row.payer_class === payer_class)
    const rates = mine.map(({ old_lines, open_lines }) => ({ k: old_lines, n: open_lines }))
    const { centers: signals } = rateSignals(rates, MATTERS.over_90_share)
    return mine.map((row, i): Candidate => {
      const { expected = null, p = null } = signals[i] ?? {}
      const signal = () => {
        const value = row.old_lines / row.open_lines
        const excess = value > 0 ? Math.max(0, 1 - (expected ?? 0) / value) : 0
        return signalOf({
          kind: 'receivable_ageing',
          center: ofCenter(row.center_code, nameOf),
          payer_class,
          ...{ metric: 'over_90_share', unit: 'rate' as const, value, reference: expected, n: row.open_lines },
          ...{ stake: (row.days_91_180 + row.days_over_180) * excess, stake_unit: cny },
          link: { path: '/profitability/payers', filters: { center: row.center_code }, panel: 'ageing_centers' },
        })
      }
      return { p: p ?? 1, signal }
    })
  })
}

/** Prices that fell, one entry a province, modality and month. */
function priceFalls(steps: PriceStep[]): Candidate[] {
  const fallen = steps.filter((s) => s.change < 0)
  const keyOf = (s: PriceStep) => `${s.province} ${s.modality} ${s.month}`
  return [...new Set(fallen.map(keyOf))].map((key) => {
    const mine = fallen.filter((s) => keyOf(s) === key)
    const first = mine[0] as PriceStep
    const lines = mine.reduce((sum, s) => sum + s.lines, 0)
    const mean = (of: (s: PriceStep) => number) => mine.reduce((sum, s) => sum + of(s) * s.lines, 0) / lines
    const [value, reference] = [mean((s) => s.price), mean((s) => s.previous_price)]
    const signal = () =>
      signalOf({
        kind: 'price_step',
        province: first.province,
        modality: first.modality,
        ...{ metric: 'gross_charges', unit: cny, value, reference, n: lines, since: first.month },
        ...{ stake: (reference - value) * lines, stake_unit: cny },
        link: { path: '/profitability', filters: {}, panel: 'prices' },
      })
    return { p: null, signal }
  })
}

interface Money {
  centers: CenterProfitRow[]
  steps: PriceStep[]
  owed: Receivables['centers']
}

export const moneyCandidates = ({ centers, steps, owed }: Money, nameOf: NameOf): Candidate[] => [
  ...losses(centers, nameOf),
  ...denials(centers, nameOf),
  ...ageing(owed, nameOf),
  ...priceFalls(steps),
]
