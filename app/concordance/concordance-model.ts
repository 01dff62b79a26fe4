import type { ConcordancePage, ConcordancePoint } from '#queries/concordance/concordance-types.ts'
import type { NoSnapshot } from '#queries/page/page-types.ts'
import type { PageAnswers } from '../server/pages.ts'
import { FEW_ROWS, fold, type Folded } from '../served/fold.ts'

const MOST_PANELS = 6

/** Products with a signal first, then those with most readings. */
function order(points: ConcordancePoint[]): string[] {
  const weight = new Map<string, number>()
  for (const p of points) {
    weight.set(p.product_code, (weight.get(p.product_code) ?? 0) + p.n + (p.signals.length > 0 ? 1e9 : 0))
  }
  return [...weight].sort((a, b) => b[1] - a[1]).map(([code]) => code)
}

export interface OverTimeModel {
  /** Products that have a panel each, of so many, and with so many that have a signal. */
  shown: string[]
  products: number
  with_signals: number
  /** Of the products that are shown. */
  points: ConcordancePoint[]
  table: Folded<ConcordancePoint>
}

interface Model extends Omit<ConcordancePage, 'over_time'> {
  over_time: OverTimeModel
}

export type ConcordanceModel = Model | NoSnapshot

/** The concordance view as it is shown. */
export function foldConcordance(answer: PageAnswers['concordance']): ConcordanceModel {
  if (answer.snapshot_id === null) return answer
  const points = answer.over_time
  const codes = order(points)
  const shown = codes.slice(0, MOST_PANELS)
  const over_time = {
    shown,
    products: codes.length,
    with_signals: new Set(points.filter((p) => p.signals.length > 0).map((p) => p.product_code)).size,
    points: points.filter((p) => shown.includes(p.product_code)),
    table: fold(points, { most: FEW_ROWS.wide }),
  }
  return { ...answer, over_time }
}
