import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { countDistinct, distinctValues } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import type { Filters } from '../page/page-types.ts'
import type { DeviationRow, Severity } from './compliance-types.ts'
import { deviations } from './scope.ts'

const MOST = 100

type Row = Omit<DeviationRow, 'share'> & { protocols: string[] }

/** By step, parameter and kind, the most frequent first; at most 100. `assessable` is by protocol. */
export async function deviationRows(
  db: Kysely<Database>,
  filters: Filters,
  assessable: Promise<Map<string, number>>,
): Promise<DeviationRow[]> {
  const rows = await deviations(db, filters)
    .select([
      'v.step',
      'v.parameter',
      'v.kind',
      sql<Severity | null>`min(v.severity)`.as('severity'),
      sql<number>`count(*)`.as('deviations'),
      countDistinct('v.center_code', 'v.accession_no').as('exams'),
      countDistinct('v.center_code').as('centers'),
      distinctValues('v.protocol_code').as('protocols'),
    ])
    .groupBy(['v.step', 'v.parameter', 'v.kind'])
    .orderBy('deviations', 'desc')
    .orderBy('v.kind')
    .orderBy('v.step')
    .orderBy('v.parameter')
    .limit(MOST)
    .$castTo<Row>()
    .$call(asked('compliance.deviations'))
  const byProtocol = await assessable
  return rows.map(({ protocols, ...row }) => {
    const n = protocols.reduce((sum, code) => sum + (byProtocol.get(code) ?? 0), 0)
    return { ...row, share: n === 0 ? null : row.exams / n }
  })
}
