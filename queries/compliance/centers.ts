import { sql, type Kysely, type SqlBool } from 'kysely'
import { asked } from '../db/asked.ts'
import { countWhere } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { rateOf } from '../metric/figure.ts'
import { funnel } from '../page/funnel.ts'
import { centerNames } from '../page/names.ts'
import type { Filters, Funnel } from '../page/page-types.ts'
import type { CompliancePage } from './compliance-types.ts'
import { performedInBookByCenter } from './coverage.ts'
import { judged } from './scope.ts'

export async function complianceByCenter(
  db: Kysely<Database>,
  filters: Filters,
): Promise<{ funnel: Funnel; coverage: CompliancePage['center_coverage'] }> {
  const [rows, performed, nameOf] = await Promise.all([
    judged(db, filters)
      .where('x.assessable', '=', true)
      .select(['x.center_code', sql<number>`count(*)`.as('n'), countWhere(sql<SqlBool>`x.compliant`).as('k')])
      .groupBy('x.center_code')
      .orderBy('x.center_code')
      .$castTo<{ center_code: string; n: number; k: number }>()
      .$call(asked('compliance.centers')),
    performedInBookByCenter(db, filters),
    centerNames(db),
  ])
  const assessable = new Map(rows.map((row) => [row.center_code, row.n]))
  const coverage = performed.map(({ center_code, exams_performed }) => {
    const n = Math.min(assessable.get(center_code) ?? 0, exams_performed)
    const { value } = rateOf('compliance_coverage_rate', n, exams_performed)
    return { center_code, performed: exams_performed, assessable: n, coverage_rate: value }
  })
  return {
    funnel: funnel('compliance_rate', rows, nameOf),
    coverage: coverage.sort((a, b) => a.center_code.localeCompare(b.center_code)),
  }
}
