import { sql, type Kysely, type SqlBool } from 'kysely'
import { asked } from '../db/asked.ts'
import { countWhere } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { controlChart, startOfStep, stepOf } from '../page/control-chart.ts'
import type { ControlChart, Filters } from '../page/page-types.ts'
import { judged } from './scope.ts'

/** Compliance rate per day, week or month, with limits and signals. */
export async function complianceOverTime(db: Kysely<Database>, filters: Filters): Promise<ControlChart> {
  const step = stepOf(filters)
  const samples = await judged(db, filters)
    .where('x.assessable', '=', true)
    .select([
      startOfStep(step, 'x.day').as('start'),
      sql<number>`count(*)`.as('n'),
      countWhere(sql<SqlBool>`x.compliant`).as('k'),
    ])
    .groupBy(sql.ref('start'))
    .$castTo<{ start: string; n: number; k: number }>()
    .$call(asked('compliance.over_time'))
  return controlChart(step, samples)
}
