import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { countDistinct } from '../db/functions.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { deviations } from './judged-exams.ts'
import type { ParametersQuery, ParetoRow } from './parameters-types.ts'

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
