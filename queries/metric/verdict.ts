import type { ControlChart, Verdict } from '../page/page-types.ts'
import type { Evidence } from '../statistics/evidence.ts'
import type { Metric } from './define.ts'

/** A point of fewer exams is drawn and not judged. */
const FEWEST = 5

type Side = 'higher' | 'lower'

/** Counts follow volume, and what has no good direction is neither better nor worse. */
const hasDirection = ({ better, kind }: Metric) => better !== null && kind !== 'count' && kind !== 'computed'

const byDirection = ({ better }: Metric, side: Side): Verdict => (side === better ? 'better' : 'worse')

/**
 * On which side of its baseline a figure has come to be: the newest judged points lie on it, one of their unbroken run
 * breaks a rule, and the period as a whole lies there too. One odd week within a usual month is no change of the month.
 * `within`: usual variation; null: the baseline gives no limits, or no point can be judged.
 */
function sideOf({ center_line: center, points }: ControlChart): Side | 'within' | null {
  const judged = points.filter(({ n, value }) => value !== null && n >= FEWEST)
  if (center === null || judged.length === 0) return null
  const sideAt = (value: number) => Math.sign(value - center)
  const sides = judged.map(({ value }) => sideAt(value!)).reverse()
  const newest = sides[0]!
  const end = sides.findIndex((side) => side !== newest)
  const run = end < 0 ? judged : judged.slice(-end)
  const sum = (of: 'numerator' | 'n') => judged.reduce((all, point) => all + point[of], 0)
  const isBroken = run.some(({ signals }) => signals.length > 0)
  if (!isBroken || sideAt(sum('numerator') / sum('n')) !== newest) return 'within'
  return newest > 0 ? 'higher' : 'lower'
}

/** What a control chart says by itself; null where it cannot judge. */
export function chartVerdict(metric: Metric, chart: ControlChart): Verdict | null {
  if (!hasDirection(metric)) return 'neutral'
  const side = sideOf(chart)
  if (side === null) return null
  return side === 'within' ? 'usual' : byDirection(metric, side)
}

/**
 * The one rule for the word beside a difference. A figure that has a control chart is judged by it, since two periods
 * alone do not tell a change from what is usual; where it is worse than usual and yet better than in the compared period, the
 * two leave it unclear. Without a chart the interval of the difference decides. Where the evidence
 * is not judged (too few exams, or another figure explains the difference) nothing is said.
 */
export function verdictOf(metric: Metric, evidence: Evidence, chart: ControlChart | null = null): Verdict {
  const { verdict, difference } = evidence
  if (!hasDirection(metric) || verdict === 'not_judged') return 'neutral'
  const charted = chart && chartVerdict(metric, chart)
  const pointed = difference ? byDirection(metric, difference > 0 ? 'higher' : 'lower') : null
  if (charted && charted !== 'usual' && pointed !== null && pointed !== charted) return 'unclear'
  if (charted) return charted
  return verdict === 'no_evidence' ? 'unclear' : byDirection(metric, verdict)
}
