import type { NoSnapshot } from '#queries/page/page-types.ts'
import type { PlannedCenter, PlanPage, PlanResult } from '#queries/plan/plan-types.ts'
import { fold, type Folded } from '../served/fold.ts'
import type { TableViews } from '../served/table-view.ts'
import type { PageAnswers } from '../server/pages.ts'

/** A center under the plan, and its profit under the one beside it. */
export interface PlannedRow extends PlannedCenter {
  beside_after: number | null
}

interface Model extends Omit<PlanPage, 'plan' | 'beside'> {
  plan: Omit<PlanResult, 'centers'>
  beside: Omit<PlanResult, 'centers'> | null
  centers: Folded<PlannedRow>
}

export type PlanModel = Model | NoSnapshot

/** A plan as it is shown: of many centers those that lose most. */
export function foldPlan(answer: PageAnswers['plan'], views: TableViews): PlanModel {
  if (answer.snapshot_id === null) return answer
  const { plan, beside, ...rest } = answer
  const others = new Map(beside?.centers.map((row) => [row.center_code, row.operating_profit_after]))
  const rows = plan.centers.map((row) => ({ ...row, beside_after: others.get(row.center_code) ?? null }))
  const without = ({ centers: _, ...result }: PlanResult) => result
  return {
    ...rest,
    plan: without(plan),
    beside: beside && without(beside),
    centers: fold(rows, { view: views('centers') }),
  }
}
