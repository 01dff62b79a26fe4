import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { countDistinct } from '../db/functions.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { deviations } from './judged-exams.ts'
import type { CostedParetoRow, DeviationCost, ParametersQuery, ParetoRow } from './parameters-types.ts'

const MOST = 200

/** Kinds that break compliance; the others are reported beside it. */
const BREAKING = ['missing_step', 'out_of_tolerance', 'missing_parameter', 'missing_tag']

const found = (db: Kysely<Database>, filters: Filters) =>
  deviations(db, filters)
    .where('v.kind', 'in', BREAKING)
    .select(['v.protocol_code', 'v.step', 'v.parameter', 'v.kind'])
    // The codes rise from critical over major to minor.
    .select(sql<string | null>`min(v.severity)`.as('severity'))
    // An exam has a step, parameter and kind at most once (check deviation_once): its rows are exams.
    .select(sql<number>`count(*)`.as('exams'))
    .select(countDistinct('v.center_code').as('centers'))
    .groupBy(['v.protocol_code', 'v.step', 'v.parameter', 'v.kind'])

/** What breaks compliance by protocol, step and parameter, most exams or worst severity first, with its running share. */
export function paretoRows(
  db: Kysely<Database>,
  filters: Filters,
  rank: ParametersQuery['rank'],
): Promise<ParetoRow[]> {
  const order = sql.raw(
    `${rank === 'severity' ? "coalesce(severity, 'unknown'), " : ''}exams DESC, protocol_code, step, parameter, kind`,
  )
  const running = sql<number>`CAST(sum(exams) OVER (ORDER BY ${order}) AS DOUBLE) /
    (SELECT sum(f.exams) FROM found AS f)`
  return db
    .with('found', () => found(db, filters))
    .selectFrom('found')
    .select(['protocol_code', 'step', 'parameter', 'kind', 'severity', 'exams', 'centers'])
    .select(running.as('cumulative_share'))
    .orderBy(order)
    .limit(MOST)
    .$castTo<ParetoRow>()
    .$call(asked('parameters.pareto'))
}

/** Minutes and yuan of a deviating exam more than of a compliant one, by protocol; over the classes that can be judged. */
function extraOf(costs: DeviationCost[]) {
  const sums = new Map<string, { exams: number; minutes: number; cny: number | null }>()
  for (const { protocol_code, deviating, minutes, repeat_minutes, cny } of costs) {
    const sum = sums.get(protocol_code) ?? { exams: 0, minutes: 0, cny: 0 }
    const both = sum.cny === null || cny === null ? null : sum.cny + cny
    sums.set(protocol_code, {
      exams: sum.exams + deviating,
      minutes: sum.minutes + minutes + repeat_minutes,
      cny: both,
    })
  }
  return sums
}

/** The rows with what they take; ranked by yuan, else by minutes, where that is asked. */
export function costed(rows: ParetoRow[], costs: DeviationCost[], rank: ParametersQuery['rank']): CostedParetoRow[] {
  const extra = extraOf(costs)
  const all = rows.map((row) => {
    const of = extra.get(row.protocol_code)
    const share = of ? row.exams / of.exams : 0
    return {
      ...row,
      minutes: of ? share * of.minutes : null,
      cny: of === undefined || of.cny === null ? null : share * of.cny,
    }
  })
  if (rank !== 'cost') return all
  const weight = ({ minutes, cny }: CostedParetoRow) => cny ?? minutes ?? -Infinity
  return all.sort((a, b) => weight(b) - weight(a) || b.exams - a.exams)
}
