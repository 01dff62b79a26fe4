import type { WaterfallBar, WaterfallStep } from './books-types.ts'
import type { ProfitabilityPage, ProfitAndLoss } from './profitability-types.ts'
import { basisOf, type Totals } from './profitability-figures.ts'

/** The steps in their order; deductions hang where the one before ended. */
export const STEPS: readonly { step: WaterfallStep; kind: WaterfallBar['kind'] }[] = [
  { step: 'gross_charges', kind: 'total' },
  { step: 'adjustments', kind: 'change' },
  { step: 'denied_charges', kind: 'change' },
  { step: 'refunded_charges', kind: 'change' },
  { step: 'written_off', kind: 'change' },
  { step: 'pending_charges', kind: 'change' },
  { step: 'allowed', kind: 'total' },
  { step: 'refunds', kind: 'change' },
  { step: 'partner_payout', kind: 'change' },
  { step: 'net_revenue', kind: 'total' },
  { step: 'variable_cost', kind: 'change' },
  { step: 'fixed_cost', kind: 'change' },
  { step: 'operating_profit', kind: 'total' },
]

/** Of a deduction the sign is turned, and nothing deducted is 0, not −0. */
function barsOf(p: ProfitAndLoss): WaterfallBar[] {
  return STEPS.map(({ step, kind }) => {
    const amount = p[step]
    return { step, kind, amount: amount === null || kind === 'total' ? amount : 0 - amount }
  })
}

/** From gross charges to operating profit; the changes between two totals add up to the fen. */
export function waterfall(totals: Totals): ProfitabilityPage['waterfall'] {
  const { books, provisional } = basisOf(totals)
  return { provisional, bars: barsOf(books) }
}
