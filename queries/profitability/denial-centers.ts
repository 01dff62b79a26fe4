import { ofSet } from '../metric/grouping-sets.ts'
import { funnel } from '../page/funnel.ts'
import type { NameOf } from '../page/names.ts'
import type { Estimate, Funnel, Names } from '../page/page-types.ts'
import type { CaseMixCell } from '../statistics/case-mix.ts'
import { denialRate, type LineRates } from './payer-rates.ts'

/** What insurers denied of a center's lines, by count and by amount. */
export interface DenialCenterRow extends Names {
  center_code: string
  denied_lines: number
  /** CNY. */
  denied_charges: number
  denial_rate: Estimate
  denied_amount_rate: Estimate
}

/** Denials of each center, and the centers around what ordinary ones have of the same mix of payers. */
export function denialsByCenter(rows: LineRates[], nameOf: NameOf): { rows: DenialCenterRow[]; funnel: Funnel } {
  const judged = ofSet(rows, 'center_code').filter(({ figures }) => (figures.denial_rate.n ?? 0) > 0)
  const centers = judged.map(({ row, figures }): DenialCenterRow => {
    const center_code = row['center_code'] as string
    const [denied_lines, denied_charges] = [row['denied_lines'] as number, row['denied_charges'] as number]
    const { denial_rate, denied_amount_rate } = figures
    return { center_code, ...nameOf(center_code), denied_lines, denied_charges, denial_rate, denied_amount_rate }
  })
  const cells = ofSet(rows, 'center_code', 'payer_class').flatMap(({ row, figures: { denial_rate: rate } }) => {
    const cell = { center_code: row['center_code'] as string, stratum: row['payer_class'] as string }
    return rate.n ? [{ ...cell, k: rate.numerator ?? 0, n: rate.n } satisfies CaseMixCell] : []
  })
  const samples = centers.map(({ center_code, denial_rate: rate }) => ({ center_code, rate }))
  return {
    rows: centers.sort((a, b) => b.denied_charges - a.denied_charges),
    funnel: funnel(denialRate, samples, cells, nameOf),
  }
}
