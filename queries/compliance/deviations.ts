import { sql, type Kysely } from 'kysely'
import { heard } from '../db/asked.ts'
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

/** The page's own rows as one statement: what the SQL link of the table opens. */
function whole(db: Kysely<Database>, filters: Filters) {
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
}

const mostFrequent = (db: Kysely<Database>, filters: Filters) =>
  byParameter(db, filters)
    .orderBy('deviations', 'desc')
    .orderBy('v.kind')
    .orderBy('v.step')
    .orderBy('v.parameter')
    .limit(MOST)
    .$castTo<Omit<DeviationRow, 'share'> & { protocols: (string | null)[] }>()
    .execute()

/** By step, parameter and kind, the most frequent first; at most 100. Of the exams that could be judged by its protocols. */
export async function deviationRows(db: Kysely<Database>, filters: Filters): Promise<DeviationRow[]> {
  heard('compliance.deviations', () => whole(db, filters).compile())
  const [rows, judged] = await Promise.all([mostFrequent(db, filters), assessableByProtocol(db, filters).execute()])
  const assessable = new Map(judged.map((row) => [row.protocol_code, row.assessable]))
  return rows.map(({ protocols, ...row }) => {
    const n = protocols.reduce((sum, code) => sum + (code === null ? 0 : (assessable.get(code) ?? 0)), 0)
    return { ...row, share: n > 0 ? row.exams / n : null }
  })
}
