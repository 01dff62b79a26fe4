import { t95 } from './distributions.ts'
import { judged, notJudged, type Evidence } from './evidence.ts'

/** A unit's figure before a change and after it. */
export interface BeforeAfter {
  before: number
  after: number
}

/** Fewer units without the change do not say how units move by themselves. */
const FEWEST_CONTROLS = 5

const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length

/**
 * How much more the changed units moved than the others did meanwhile, each unit counting once. The interval is from how
 * far the others' movements lie apart: one changed unit has no spread of its own. Not judged with fewer than five others.
 * @source Conley, Taber, Rev Econ Stat 2011;93:113; Donald, Lang, Rev Econ Stat 2007;89:221
 */
export function differenceInDifferences(changed: BeforeAfter[], others: BeforeAfter[]): Evidence {
  if (changed.length === 0 || others.length === 0) return notJudged()
  const moved = (units: BeforeAfter[]) => units.map(({ before, after }) => after - before)
  const apart = moved(others)
  const usual = mean(apart)
  const effect = mean(moved(changed)) - usual
  const df = others.length - 1
  const variance = apart.reduce((sum, x) => sum + (x - usual) ** 2, 0) / df
  if (others.length < FEWEST_CONTROLS || variance <= 0) return notJudged(effect)
  const critical = t95(df)
  const half = critical * Math.sqrt(variance * (1 / changed.length + 1 / others.length))
  return judged(effect, effect - half, effect + half, critical, df)
}
