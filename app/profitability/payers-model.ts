import type { NoSnapshot } from '#queries/page/page-types.ts'
import type { DenialCenterRow } from '#queries/profitability/denial-centers.ts'
import type { PayersPage, ReceivableCenterRow, ReceivablePartnerRow } from '#queries/profitability/payers-page.ts'
import { foldFunnel, type FunnelModel } from '../compliance/compliance-model.ts'
import type { PageAnswers } from '../server/pages.ts'
import { fold, type Folded } from '../served/fold.ts'
import type { TableViews } from '../served/table-view.ts'

interface Model extends Omit<PayersPage, 'receivables' | 'denial_centers'> {
  denial_centers: { rows: Folded<DenialCenterRow>; funnel: FunnelModel }
  receivables: Omit<PayersPage['receivables'], 'centers' | 'partners'> & {
    centers: Folded<ReceivableCenterRow>
    partners: Folded<ReceivablePartnerRow>
  }
}

export type PayersModel = Model | NoSnapshot

/** The payers as they are shown: of many centers, payers and partners those that owe the most. */
export function foldPayers(answer: PageAnswers['payers'], views: TableViews): PayersModel {
  if (answer.snapshot_id === null) return answer
  const { receivables, denial_centers } = answer
  const weight = (row: { outstanding: number }) => row.outstanding
  return {
    ...answer,
    denial_centers: {
      rows: fold(denial_centers.rows, { view: views('denial_centers') }),
      funnel: foldFunnel(denial_centers.funnel),
    },
    receivables: {
      ...receivables,
      centers: fold(receivables.centers, { weight, view: views('receivables') }),
      partners: fold(receivables.partners, { weight, view: views('partners') }),
    },
  }
}
