import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { elapsedUs, bestOfEach } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import { measure } from '../metric/measure.ts'
import type { Aggregate } from '../metric/expression.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { FEWEST_EXAMS, STRETCHES, TURNAROUND, type Stretch } from './flow-metrics.ts'
import type { PathRow, Step, Strip, StripRow } from './flow-types.ts'

/** Quantiles that a question gave of a stretch, in minutes. */
export function stripOf(row: Record<string, unknown>, { n, strip }: Stretch): Strip {
  const count = (row[n.name] as number | null) ?? 0
  const list = count >= FEWEST_EXAMS ? (row[strip.name] as number[]) : []
  const [p10 = null, p25 = null, p50 = null, p75 = null, p90 = null] = list.map((us) => us / 60e6)
  return { n: count, p10, p25, p50, p75, p90 }
}

const partsOf = (stretches: readonly Stretch[]): Aggregate[] => stretches.flatMap(({ n, strip }) => [n, strip])

interface Within {
  modality: string
  priority: string | null
  metric: string
  target: number
  n: number
  within: number
}

const EXAM = { day: 'e.day', center: 'e.center_code', modality: 'e.modality', scanner: 'e.scanner_id' }

/** Exams within the network's target of their modality and priority: the most particular one that fits. */
function within(db: Kysely<Database>, filters: Filters): Promise<Within[]> {
  const mine = sql`e.performed AND ${inScope(filters, EXAM)}`
  const elapsed = sql`CASE t.metric WHEN 'wait_minutes_median' THEN ${elapsedUs('e.arrived_at', 'e.started_at')}
    ELSE ${elapsedUs('e.completed_at', 'e.reported_at')} END`
  return askedSql(
    db,
    'throughput.within_target',
    sql<Within>`WITH g AS (SELECT DISTINCT e.modality, e.priority FROM main.exam e WHERE ${mine}),
      t AS (SELECT g.modality, g.priority, w.metric, w.value AS target FROM g
        JOIN main.target w ON (w.modality IS NULL OR w.modality = g.modality) AND (w.priority IS NULL OR w.priority = g.priority)
        WHERE w.metric IN ('wait_minutes_median', 'turnaround_minutes_median')
        ${bestOfEach(sql`g.modality, g.priority, w.metric`, sql`w.priority NULLS LAST, w.modality NULLS LAST`)})
      SELECT t.modality, t.priority, t.metric, t.target, count(${elapsed}) AS n,
        count_if(${elapsed} <= t.target * 60000000) AS within
      FROM t JOIN main.exam e ON e.modality = t.modality AND e.priority IS NOT DISTINCT FROM t.priority
      WHERE ${mine} GROUP BY t.modality, t.priority, t.metric, t.target ORDER BY t.metric, t.modality, t.priority`,
  )
}

const TARGET_METRIC = { wait: 'wait_minutes_median', turnaround: 'turnaround_minutes_median' } as const

/** Waits and turnarounds by modality and priority. */
export async function strips(db: Kysely<Database>, filters: Filters): Promise<StripRow[]> {
  const [rows, targets] = await Promise.all([
    measure(db, {
      name: 'throughput.strips',
      metrics: [],
      by: ['modality', 'priority'],
      filters,
      periods: 'current',
      beside: partsOf([STRETCHES.wait, TURNAROUND]),
    }),
    within(db, filters),
  ])
  const of = { wait: STRETCHES.wait, turnaround: TURNAROUND }
  return (['wait', 'turnaround'] as const).flatMap((metric) =>
    rows.map(({ row }) => {
      const [modality, priority] = [row['modality'] as string, row['priority'] as string | null]
      const found = targets.find(
        (t) => t.metric === TARGET_METRIC[metric] && t.modality === modality && t.priority === priority,
      )
      const strip = stripOf(row, of[metric])
      const isShown = found !== undefined && strip.n >= FEWEST_EXAMS
      return {
        metric,
        modality,
        priority,
        ...strip,
        target: found?.target ?? null,
        within: found?.within ?? null,
        within_share: isShown ? found.within / found.n : null,
      }
    }),
  )
}

/** The patient's way by modality, step by step. */
export async function path(db: Kysely<Database>, filters: Filters): Promise<PathRow[]> {
  const rows = await measure(db, {
    name: 'throughput.path',
    metrics: [],
    by: ['modality'],
    filters,
    periods: 'current',
    beside: partsOf(Object.values(STRETCHES)),
  })
  return (Object.keys(STRETCHES) as Step[]).flatMap((step) =>
    rows.map(({ row }) => ({ step, modality: row['modality'] as string, ...stripOf(row, STRETCHES[step]) })),
  )
}
