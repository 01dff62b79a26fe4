import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { countDistinct, distinctValues } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import type { Filters } from '../page/page-types.ts'
import type { DeviationRow, Severity } from './compliance-types.ts'
import { assessableByProtocol, deviations } from './judged-exams.ts'

const MOST = 100

const byParameter = (db: Kysely<Database>, filters: Filters) =>
  deviations(db, filters)
    .select([
      'v.step',
      'v.parameter',
      'v.kind',
      sql<Severity | null>`min(v.severity)`.as('severity'),
      sql<number>`count(*)`.as('deviations'),
      // An exam has a step, parameter and kind at most once (check deviation_once): its rows are exams.
      sql<number>`count(*)`.as('exams'),
      countDistinct('v.center_code').as('centers'),
      distinctValues('v.protocol_code').as('protocols'),
    ])
    .groupBy(['v.step', 'v.parameter', 'v.kind'])

/** By step, parameter and kind, the most frequent first; at most 100. */
export function deviationRows(db: Kysely<Database>, filters: Filters): Promise<DeviationRow[]> {
  const assessable = sql<number>`(SELECT sum(j.assessable) FROM judged AS j
    WHERE j.protocol_code = ANY (f.protocols))`
  return db
    .with('found', () => byParameter(db, filters))
    .with('judged', () => assessableByProtocol(db, filters))
    .selectFrom('found as f')
    .select(['f.step', 'f.parameter', 'f.kind', 'f.severity', 'f.deviations', 'f.exams', 'f.centers'])
    .select(sql<number | null>`CAST(f.exams AS DOUBLE) / nullif(${assessable}, 0)`.as('share'))
    .orderBy('f.deviations', 'desc')
    .orderBy('f.kind')
    .orderBy('f.step')
    .orderBy('f.parameter')
    .limit(MOST)
    .$castTo<DeviationRow>()
    .$call(asked('compliance.deviations'))
}
