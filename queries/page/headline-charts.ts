import type { Kysely } from 'kysely'
import { beginnings, begunCenters, type DayTable } from '../filter/beginnings.ts'
import type { Charts } from '../metric/compare.ts'
import type { Metric } from '../metric/define.ts'
import { measure, type Measured } from '../metric/measure.ts'
import type { Question } from '../metric/statement.ts'
import { chartVerdict } from '../metric/verdict.ts'
import type { Database } from '../schema.ts'
import type { ControlChart, Filters, Verdict } from './page-types.ts'
import { sevenDayChart, sevenDaySteps, startOfSeven, type SevenDays } from './seven-days.ts'

/** A figure's control chart and what it says. */
export interface ChartedFigure<Id extends string> {
  metric: Id
  /** Null where the baseline gives no limits or no point of the period can be judged. */
  verdict: Verdict | null
  chart: ControlChart
}

/** A step of few exams has its place on the chart: its limits say how little it tells. */
export const ofFew = <Id extends string>(metric: Metric<Id>): Metric<Id> => ({ ...metric, minimumCount: 0 })

/** The charts of some rows of `stepsMeasured`, those of one group. */
export function chartsOf<Id extends string>(
  metrics: readonly Metric<Id>[],
  steps: SevenDays,
  rows: Measured<Id>[],
): Charts<Id> {
  const charts: Charts<Id> = {}
  for (const { id, kind } of metrics) {
    const samples = rows.flatMap(({ row, figures }) => {
      // What is kept back (bookings without an outcome) is a gap.
      const { value, numerator, n } = figures[id]
      return value === null || !n ? [] : [{ start: row['start'] as string, k: numerator ?? 0, n }]
    })
    if (samples.length > 0) charts[id] = sevenDayChart(steps, kind === 'rate' ? 'rates' : 'values', samples)
  }
  return charts
}

/** Each charted figure with what its chart says; figures without a point in the period are left out. */
export function chartedFigures<Id extends string>(
  metrics: readonly Metric<Id>[],
  charts: Charts<Id>,
): ChartedFigure<Id>[] {
  return metrics.flatMap((metric) => {
    const chart = charts[metric.id]
    return chart ? [{ metric: metric.id, verdict: chartVerdict(metric, chart), chart }] : []
  })
}

interface Settled {
  steps: SevenDays
  /** Null where every center's data reaches over the baseline. */
  centers: string[] | null
}

/**
 * The steps, and the centers whose data reaches over their baseline: one that began within it would be read as a change. A
 * baseline that nine of ten centers reach over is taken rather than a longer one of few, a shorter share where none is.
 */
async function settledSteps(db: Kysely<Database>, filters: Filters, table: DayTable): Promise<Settled> {
  const first = await beginnings(db, table)
  const begun = begunCenters(first, filters)
  const days = begun.map((code) => first.get(code)!).sort()
  const all = [0.9, 0.5, 0].map((share) => {
    const steps = sevenDaySteps(filters, days[Math.max(0, Math.ceil(share * days.length) - 1)] ?? filters.from)
    return { steps, settled: begun.filter((code) => first.get(code)! <= steps.baseline.from) }
  })
  const { steps, settled } = all.find((one) => one.steps.isJudged) ?? all[2]!
  return { steps, centers: !steps.isJudged || settled.length === begun.length ? null : settled }
}

interface Asked<Id extends string> extends Omit<Question<Id>, 'filters' | 'periods'> {
  /** By whose days the centers' data begins. */
  table: DayTable
  /** Those that can judge nothing too, since the data does not reach back far enough. */
  all: boolean
}

/**
 * A question in steps of seven days, as column `start`: those of the period, and those of the baseline before it. Null where they
 * can judge nothing.
 */
export async function stepsMeasured<Id extends string>(
  db: Kysely<Database>,
  filters: Filters,
  { table, all, by, sets, ...question }: Asked<Id>,
): Promise<{ steps: SevenDays; rows: Measured<Id>[] } | null> {
  const { steps, centers } = await settledSteps(db, filters, table)
  if (!steps.isJudged && !all) return null
  const rows = await measure<Id>(db, {
    ...question,
    by: [...by, { name: 'start', of: ({ columns }) => startOfSeven(steps, columns.day) }],
    ...(sets && { sets: sets.map((set) => [...set, 'start']) }),
    filters: { ...filters, ...steps.shown, previous: steps.baseline, ...(centers && { center: centers }) },
    periods: 'both',
  })
  return { steps, rows }
}
