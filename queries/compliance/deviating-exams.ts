import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import { asked } from '../db/asked.ts'
import { containsText } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { PAGE_SIZE, paged, pageNumber } from '../page/paged.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters, Paged } from '../page/page-types.ts'
import type { DeviatingExam, DeviatingExamQuery } from './compliance-types.ts'
import { judged } from './judged-exams.ts'

/** Exams with a deviation of this step, parameter or kind; true when none of the three is asked. */
function withDeviation(filters: Filters, { step, parameter, kind }: DeviatingExamQuery): RawBuilder<SqlBool> {
  const asked = Object.entries({ step, parameter, kind }).filter(([, value]) => value)
  if (asked.length === 0) return sql<SqlBool>`true`
  const conditions = asked.map(([column, value]) => sql`${sql.ref(`v.${column}`)} = ${value}`)
  const period = inScope(filters, { day: 'v.day', center: 'v.center_code' })
  return sql<SqlBool>`(x.center_code, x.accession_no) IN (
    SELECT (v.center_code, v.accession_no) FROM mart.deviation v
    WHERE ${period} AND ${sql.join(conditions, sql` AND `)})`
}

/** Deviations that do not break compliance (extra steps, order, dose) list their exams only when asked for by kind. */
function listed(query: DeviatingExamQuery): RawBuilder<SqlBool> {
  return query.kind || query.step || query.parameter ? sql<SqlBool>`x.assessable` : sql<SqlBool>`x.compliant = false`
}

/** Exams that deviate, newest first, narrowed by protocol, step, parameter, kind or part of an accession number. */
export async function deviatingExams(
  db: Kysely<Database>,
  filters: Filters,
  query: DeviatingExamQuery,
): Promise<Paged<DeviatingExam>> {
  const page = pageNumber(query.page)
  let exams = judged(db, filters).where(listed(query)).where(withDeviation(filters, query))
  if (query.protocol) exams = exams.where('x.protocol_code', '=', query.protocol)
  if (query.search) exams = exams.where(containsText('x.accession_no', query.search))
  const [{ total }, rows] = await Promise.all([
    exams.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow(),
    exams
      .select(['x.center_code', 'x.accession_no', 'x.day', 'x.scanner_id', 'x.modality', 'x.protocol_code'])
      .select(['x.protocol_version', 'x.missing_steps', 'x.deviating_parameters', 'x.missing_parameters'])
      .select(['x.missing_tags', 'x.critical_deviations', 'x.dose_over_reference'])
      .orderBy('x.day', 'desc')
      .orderBy('x.center_code')
      .orderBy('x.accession_no')
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE)
      .$castTo<DeviatingExam>()
      .$call(asked('compliance.deviating_exams')),
  ])
  return paged(rows, total, page)
}
