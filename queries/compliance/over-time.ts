import { sql, type Kysely } from 'kysely'
import { measure } from '../metric/measure.ts'
import { baselineChart, baselineOf, startOfStep, stepOf } from '../page/control-chart.ts'
import type { ControlChart, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { complianceMetrics } from './compliance-metrics.ts'

/** A point of few exams has its place on the chart: its limits say how little it tells. */
const POINT = { ...complianceMetrics.compliance_rate, minimumCount: 0 }

/** Compliance rate per day, week or month, with limits from the days before, and signals. */
export async function complianceOverTime(db: Kysely<Database>, filters: Filters): Promise<ControlChart> {
  const step = stepOf(filters)
  const baseline = baselineOf(step, filters)
  const rows = await measure(db, {
    name: 'compliance.over_time',
    metrics: [POINT],
    by: [{ name: 'start', of: ({ columns }) => startOfStep(step, columns.day) }],
    filters: { ...filters, previous: baseline },
    periods: 'both',
    where: () => sql`assessable`,
  })
  const samples = (shown: boolean) =>
    rows
      .filter(({ is_current, figures }) => is_current === shown && (figures.compliance_rate.n ?? 0) > 0)
      .map(({ row, figures: { compliance_rate } }) => ({
        start: row['start'] as string,
        k: compliance_rate.numerator ?? 0,
        n: compliance_rate.n ?? 0,
      }))
  const { from, to } = filters
  return baselineChart(
    step,
    { period: { from, to }, samples: samples(true) },
    { period: baseline, samples: samples(false) },
  )
}
