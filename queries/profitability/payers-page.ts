import type { WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import { answer } from '../page/answer.ts'
import { centerNames } from '../page/names.ts'
import type { Answer, Funnel, PageBase } from '../page/page-types.ts'
import { denialsByCenter, type DenialCenterRow } from './denial-centers.ts'
import { collectedByMonth, deniedRows, lineRates, payerDenials, payerRates } from './payer-rates.ts'
import type { CollectedRow, PayerDenialRow, PayerRates, PayerRatesRow } from './payer-rates.ts'
import { resolveBooks } from './period.ts'
import { partnerReceivables, receivables, type PartnerReceivable, type Receivables } from './receivables.ts'

export type ReceivableCenterRow = Receivables['centers'][number]
export type ReceivablePartnerRow = PartnerReceivable

export interface PayersPage extends PageBase {
  /** Null where no line was charged. */
  all: PayerRates | null
  payers: PayerRatesRow[]
  denials: PayerDenialRow[]
  /** The greatest amount first. */
  denial_centers: { rows: DenialCenterRow[]; funnel: Funnel }
  /** At the last day of the data, whatever the period. */
  receivables: Receivables & { partners: ReceivablePartnerRow[] }
  collected: CollectedRow[]
}

/** What payers make of the charges: mix, denials, and what they still owe. */
export function payersPage(reader: WarehouseReader, filter: Filter): Promise<Answer<PayersPage>> {
  const page = { name: 'payers', filter, needs: ['billing' as const], resolve: resolveBooks }
  return answer(reader, page, async ({ db, filters }) => {
    const [lines, denied, owed, partners, collected, nameOf] = await Promise.all([
      lineRates(db, filters),
      deniedRows(db, filters),
      receivables(db, filters),
      partnerReceivables(db, filters),
      collectedByMonth(db, filters),
      centerNames(db),
    ])
    const denials = payerDenials(denied, lines)
    const denial_centers = denialsByCenter(lines, nameOf)
    return { ...payerRates(lines), denials, denial_centers, receivables: { ...owed, partners }, collected }
  })
}
