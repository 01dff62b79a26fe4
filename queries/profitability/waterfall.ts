import type { ProfitabilityPage, ProfitAndLoss, WaterfallBar } from './profitability-types.ts'
import { basisOf, type Totals } from './profitability-figures.ts'

const total = (step: WaterfallBar['step'], amount: number | null): WaterfallBar => ({ step, kind: 'total', amount })

/** A deduction: its sign is turned, and nothing deducted is 0, not −0. */
const minus = (step: WaterfallBar['step'], amount: number | null): WaterfallBar => ({
  step,
  kind: 'change',
  amount: amount === null ? null : 0 - amount,
})

function barsOf(p: ProfitAndLoss): WaterfallBar[] {
  return [
    total('gross_charges', p.gross_charges),
    minus('adjustments', p.adjustments),
    minus('denied_charges', p.denied_charges),
    minus('refunded_charges', p.refunded_charges),
    minus('written_off', p.written_off),
    minus('pending_charges', p.pending_charges),
    total('allowed', p.allowed),
    minus('refunds', p.refunds),
    minus('partner_payout', p.partner_payout),
    total('net_revenue', p.net_revenue),
    minus('variable_cost', p.variable_cost),
    minus('fixed_cost', p.fixed_cost),
    total('operating_profit', p.operating_profit),
  ]
}

/** From gross charges to operating profit; the changes between two totals add up to the fen. */
export function waterfall(totals: Totals): ProfitabilityPage['waterfall'] {
  const { books, provisional } = basisOf(totals)
  return { provisional, bars: barsOf(books) }
}
