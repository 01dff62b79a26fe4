import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { centerNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { complianceMetrics } from './compliance-metrics.ts'
import { observedParts } from './observed.ts'
import { rateOf } from './rate.ts'
import type { ParametersQuery, RuledParameter, WhatIf, WhatIfCenter } from './parameters-types.ts'

type Band = NonNullable<ParametersQuery['band']>
type Counts = Omit<WhatIfCenter, 'name_en' | 'name_zh'>

/**
 * By center, the exams that comply and those that would: the same exams, of which the value of one parameter is judged by
 * another band on every scanner on which it is ruled. Bounds are inclusive and as loose as the mart's (a billionth). A value
 * that is absent or no number stays as it was judged.
 */
function counts(db: Kysely<Database>, filters: Filters, of: RuledParameter, { min, max }: Band): Promise<Counts[]> {
  const below = min === null ? sql`false` : sql`number < ${min - 1e-9 * Math.max(1, Math.abs(min))}`
  const above = max === null ? sql`false` : sql`number > ${max + 1e-9 * Math.max(1, Math.abs(max))}`
  return askedSql(
    db,
    'parameters.what_if',
    sql<Counts>`WITH ${observedParts(filters, { ...of, parameters: [of.parameter] })},
      tried AS (SELECT e.center_code, e.compliant, e.breaches + coalesce(CASE WHEN s.number IS NULL THEN 0
          ELSE (CASE WHEN ${below} OR ${above} THEN 1 ELSE 0 END)
            - (CASE WHEN s.kind = 'out_of_tolerance' THEN 1 ELSE 0 END) END, 0) = 0 AS would_comply
        FROM exam AS e LEFT JOIN seen AS s ON s.exam_key = e.exam_key)
      SELECT center_code, count(*) AS assessable, CAST(sum(CASE WHEN compliant THEN 1 ELSE 0 END) AS BIGINT) AS "before",
        CAST(sum(CASE WHEN would_comply THEN 1 ELSE 0 END) AS BIGINT) AS "after",
        CAST(sum(CASE WHEN compliant <> would_comply THEN 1 ELSE 0 END) AS BIGINT) AS changed
      FROM tried GROUP BY center_code ORDER BY changed DESC, center_code`,
  )
}

/** The compliance rate of the protocol before and after, and which centers' exams it is about. */
export async function whatIf(db: Kysely<Database>, filters: Filters, of: RuledParameter, band: Band): Promise<WhatIf> {
  const [rows, nameOf] = await Promise.all([counts(db, filters, of, band), centerNames(db)])
  const total = (key: 'assessable' | 'before' | 'after' | 'changed') => rows.reduce((sum, row) => sum + row[key], 0)
  return {
    ...band,
    before: rateOf(complianceMetrics.compliance_rate, total('before'), total('assessable')),
    after: rateOf(complianceMetrics.compliance_rate, total('after'), total('assessable')),
    changed: total('changed'),
    centers: rows.map((row) => ({ ...row, ...nameOf(row.center_code) })),
  }
}
