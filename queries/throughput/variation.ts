import type { Kysely } from 'kysely'
import { beginnings, begunCenters } from '../filter/beginnings.ts'
import { measure, type Measured } from '../metric/measure.ts'
import type { Metric } from '../metric/define.ts'
import type { Charts } from '../metric/compare.ts'
import { centerDay, scannerDay } from '../metric/sources.ts'
import { sevenDayChart, sevenDaySteps, startOfSeven, type SevenDays } from '../page/seven-days.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { throughputMetrics as m } from './throughput-metrics.ts'

/**
 * Days know the medians of their center, so a step's point is their mean, weighted by exams: what is judged over time, never
 * the period's figure, which is taken over its exams.
 */
function ofDays<Id extends string>(metric: Metric<Id>): Metric<Id> {
  const { id } = metric
  return {
    ...metric,
    kind: 'ratio',
    numerator: centerDay.amount(`${id} * exams_performed`, { as: `${id}_sum` }),
    denominator: centerDay.sum(`CASE WHEN ${id} IS NOT NULL THEN exams_performed END`, { as: `${id}_exams` }),
    minimumCount: 0,
  }
}

/** A step of few exams has its place on the chart: its limits say how little it tells. */
const ofFew = <Id extends string>(metric: Metric<Id>): Metric<Id> => ({ ...metric, minimumCount: 0 })

/** The headline figures that have a control chart: counts follow volume and have none. */
export const CHARTED = [
  ofFew(m.utilization_rate),
  ofFew(m.no_show_rate),
  ofDays(m.wait_minutes_median),
  ofDays(m.turnaround_minutes_median),
  ofDays(m.turnaround_minutes_p90),
  ofDays(m.exam_minutes_median),
  ofFew(m.out_of_hours_rate),
  {
    ...ofFew(m.repeat_rate),
    // Of days as the others, which know no scanner: exams would be read for half a year.
    numerator: centerDay.sum('repeats', { as: 'day_repeats' }),
    denominator: centerDay.sum('exams_performed', { as: 'day_exams' }),
  },
] as const

export type ChartedMetric = (typeof CHARTED)[number]['id']

/** Control charts of a modality's headline figures. */
export interface ModalityCharts {
  modality: string
  /** Exams performed in the period. */
  exams_performed: number
  charts: Charts<ChartedMetric>
}

export const VARIATION = 'throughput.variation'

function chartsOf(steps: SevenDays, rows: Measured<ChartedMetric>[]) {
  const charts: Charts<ChartedMetric> = {}
  for (const { id, kind } of CHARTED) {
    const samples = rows.flatMap(({ row, figures }) => {
      // What is kept back (bookings without an outcome) is a gap.
      const { value, numerator, n } = figures[id]
      return value === null || !n ? [] : [{ start: row['start'] as string, k: numerator ?? 0, n }]
    })
    if (samples.length > 0) charts[id] = sevenDayChart(steps, kind === 'rate' ? 'rates' : 'values', samples)
  }
  return charts
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
async function settledSteps(db: Kysely<Database>, filters: Filters): Promise<Settled> {
  const first = await beginnings(db, centerDay)
  const begun = begunCenters(first, filters)
  const days = begun.map((code) => first.get(code)!).sort()
  const all = [0.9, 0.5, 0].map((share) => {
    const steps = sevenDaySteps(filters, days[Math.max(0, Math.ceil(share * days.length) - 1)] ?? filters.from)
    return { steps, settled: begun.filter((code) => first.get(code)! <= steps.baseline.from) }
  })
  const { steps, settled } = all.find((one) => one.steps.isJudged) ?? all[2]!
  return { steps, centers: !steps.isJudged || settled.length === begun.length ? null : settled }
}

/**
 * The control charts of the headline figures by modality, in steps of seven days. Under a scanner filter only use has one:
 * days of a center know no scanner.
 * @param all with those that can judge nothing, since the data does not reach back far enough
 */
export async function variationCharts(
  db: Kysely<Database>,
  filters: Filters,
  { all = false } = {},
): Promise<ModalityCharts[]> {
  const { steps, centers } = await settledSteps(db, filters)
  if (!steps.isJudged && !all) return []
  const exams = filters.scanner.length > 0 ? scannerDay.sum('exams_performed') : centerDay.sum('exams_performed')
  const rows = await measure<ChartedMetric>(db, {
    name: VARIATION,
    metrics: CHARTED,
    by: ['modality', { name: 'start', of: ({ columns }) => startOfSeven(steps, columns.day) }],
    filters: { ...filters, ...steps.shown, previous: steps.baseline, ...(centers && { center: centers }) },
    periods: 'both',
    beside: [exams],
  })
  const modalities = [...new Set(rows.map(({ row }) => row['modality'] as string))].sort()
  return modalities.map((modality) => {
    const mine = rows.filter(({ row }) => row['modality'] === modality)
    const performed = mine.filter(({ is_current }) => is_current).map(({ row }) => Number(row['exams_performed'] ?? 0))
    return { modality, exams_performed: performed.reduce((sum, n) => sum + n, 0), charts: chartsOf(steps, mine) }
  })
}
