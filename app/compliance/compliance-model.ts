import type { CompliancePage, DriftRow } from '#queries/compliance/compliance-types.ts'
import type { Funnel, FunnelRow, Names, NoSnapshot } from '#queries/page/page-types.ts'
import type { PageAnswers } from '../server/pages.ts'
import { fold, type Folded } from '../served/fold.ts'
import type { TableViews } from '../served/table-view.ts'

/** A funnel of many centers: those that stand out by name, the others as dots. */
export interface FunnelModel extends Omit<Funnel, 'rows'>, Folded<FunnelRow> {
  others: Pick<FunnelRow, 'n' | 'adjusted'>[]
  /** Those of somebody else. */
  strangers: Pick<FunnelRow, 'n' | 'adjusted'>[]
  /** How many are outside the 99.8 % limits. */
  alerts: number
}

export type CoverageRow = CompliancePage['center_coverage'][number] & Partial<Names>

interface Model extends Omit<CompliancePage, 'centers' | 'center_coverage' | 'drift'> {
  centers: FunnelModel
  center_coverage: Folded<CoverageRow>
  drift: Folded<DriftRow>
}

export type ComplianceModel = Model | NoSnapshot

const PLACES = { below_998: 2e9, above_998: 2e9, below_95: 1e9, above_95: 1e9, inside: 0 } as const

export const isAlert = ({ place }: FunnelRow) => place === 'below_998' || place === 'above_998'

/** A funnel as it is shown: of many centers those that stand out, then the largest, by name. */
export function foldFunnel(funnel: Funnel): FunnelModel {
  const chosen = new Set(funnel.chosen)
  const weight = (row: FunnelRow) =>
    (chosen.has(row.center_code) ? 4e9 : 0) + (row.place ? PLACES[row.place] : -1) + row.n
  const folded = fold(funnel.rows, { weight })
  const shown = new Set(folded.rows)
  const others = funnel.rows.filter((row) => !shown.has(row)).map(({ n, adjusted }) => ({ n, adjusted }))
  return {
    ...funnel,
    ...folded,
    others,
    strangers: funnel.others,
    alerts: funnel.rows.filter(isAlert).length,
  }
}

/** The compliance view as it is shown: of many centers those that stand out, and those of which least could be judged. */
export function foldCompliance(answer: PageAnswers['compliance'], views: TableViews): ComplianceModel {
  if (answer.snapshot_id === null) return answer
  const names = new Map(
    answer.centers.rows.map(({ center_code, name_en, name_zh }) => [center_code, { name_en, name_zh }]),
  )
  const coverage = [...answer.center_coverage]
    .sort((a, b) => (a.coverage_rate ?? 2) - (b.coverage_rate ?? 2))
    .map((row): CoverageRow => ({ ...row, ...names.get(row.center_code) }))
  return {
    ...answer,
    centers: foldFunnel(answer.centers),
    center_coverage: fold(coverage, { view: views('center_coverage') }),
    drift: fold(answer.drift, { view: views('drift') }),
  }
}
