import type { Kysely } from 'kysely'
import { measure } from '../metric/measure.ts'
import { ofSet } from '../metric/grouping-sets.ts'
import { funnel } from '../page/funnel.ts'
import { centerNames } from '../page/names.ts'
import type { Estimate, Filters, Funnel, Names } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { CaseMixCell } from '../statistics/case-mix.ts'
import { onBasis } from './basis.ts'
import { deniedAmount, deniedOfLines, payerMetrics } from './payer-metrics.ts'
import { BASIS, denialRate } from './payer-rates.ts'

/** What insurers denied of a center's lines, by count and by amount. */
export interface DenialCenterRow extends Names {
  center_code: string
  denied_lines: number
  /** CNY. */
  denied_charges: number
  denial_rate: Estimate
  denied_amount_rate: Estimate
}

const SETS = [['center_code'], ['center_code', 'payer_class']]

/** Denials of each center, and the centers around what ordinary ones have of the same mix of payers. */
export async function denialsByCenter(
  db: Kysely<Database>,
  filters: Filters,
): Promise<{ rows: DenialCenterRow[]; funnel: Funnel }> {
  const [rows, nameOf] = await Promise.all([
    measure(db, {
      name: 'payers.denial_centers',
      metrics: [denialRate, payerMetrics.denied_amount_rate],
      by: ['center_code', 'payer_class'],
      sets: SETS,
      filters,
      periods: 'current',
      beside: [deniedOfLines, deniedAmount],
      where: () => onBasis(filters, BASIS),
    }),
    centerNames(db),
  ])
  const judged = ofSet(rows, 'center_code').filter(({ figures }) => (figures.denial_rate.n ?? 0) > 0)
  const centers = judged.map(({ row, figures }): DenialCenterRow => {
    const center_code = row['center_code'] as string
    const [denied_lines, denied_charges] = [row['denied_lines'] as number, row['denied_charges'] as number]
    return { center_code, ...nameOf(center_code), denied_lines, denied_charges, ...figures }
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
