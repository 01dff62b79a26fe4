import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import { asked } from '../db/asked.ts'
import { containsText } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { PAGE_SIZE, paged, pageNumber } from '../page/paged.ts'
import { inScope } from '../filter/scope.ts'
import { pageParam, textParam } from '../filter/search-params.ts'
import type { Filters, Paged } from '../page/page-types.ts'
import type { DeviatingExam, DeviatingExamQuery, ExamKey, ListedDeviation } from './compliance-types.ts'
import { judged } from './judged-exams.ts'
import { parameterUnit } from './parameter-units.ts'

/** How an address narrows the list of deviating exams. */
export const deviatingExamQuery = (search: URLSearchParams): DeviatingExamQuery => ({
  protocol: textParam(search, 'protocol'),
  step: textParam(search, 'step'),
  parameter: textParam(search, 'parameter'),
  kind: textParam(search, 'kind'),
  search: textParam(search, 'search'),
  page: pageParam(search, 'page'),
})

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

/** The exams of the list, in no order yet. */
export function listedExams(db: Kysely<Database>, filters: Filters, query: DeviatingExamQuery) {
  const exams = judged(db, filters).where(listed(query)).where(withDeviation(filters, query))
  const ofProtocol = query.protocol ? exams.where('x.protocol_code', '=', query.protocol) : exams
  return query.search ? ofProtocol.where(containsText('x.accession_no', query.search)) : ofProtocol
}

const BREAKING = ['missing_step', 'out_of_tolerance', 'missing_parameter', 'missing_tag']

/** What the exams of one page of the list did otherwise, in the order of their steps. */
async function deviationsOf(db: Kysely<Database>, exams: ExamKey[], { step, parameter, kind }: DeviatingExamQuery) {
  const keys = exams.map(({ center_code, accession_no }) => sql`(${center_code}, ${accession_no})`)
  const narrowing = Object.entries({ step, parameter, kind }).filter(([, value]) => value)
  return db
    .selectFrom('mart.deviation as v')
    .select(['v.center_code', 'v.accession_no', 'v.step', 'v.parameter', 'v.kind', 'v.severity'])
    .select(['v.expected', 'v.observed'])
    .where(
      keys.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(v.center_code, v.accession_no) IN (${sql.join(keys)})`,
    )
    .$if(narrowing.length === 0, (q) => q.where('v.kind', 'in', BREAKING))
    .$if(narrowing.length > 0, (q) =>
      q.where(
        sql<SqlBool>`${sql.join(
          narrowing.map(([column, value]) => sql`${sql.ref(`v.${column}`)} = ${value}`),
          sql` AND `,
        )}`,
      ),
    )
    .orderBy('v.center_code')
    .orderBy('v.accession_no')
    .orderBy('v.step')
    .orderBy('v.parameter')
    .orderBy('v.kind')
    .$castTo<ExamKey & Omit<ListedDeviation, 'unit'>>()
    .$call(asked('compliance.exam_deviations'))
}

/** Exams that deviate, newest first, narrowed by protocol, step, parameter, kind or part of an accession number. */
export async function deviatingExams(
  db: Kysely<Database>,
  filters: Filters,
  query: DeviatingExamQuery,
): Promise<Paged<DeviatingExam>> {
  const page = pageNumber(query.page)
  const exams = listedExams(db, filters, query)
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
      .$castTo<Omit<DeviatingExam, 'deviations'>>()
      .$call(asked('compliance.deviating_exams')),
  ])
  const found = await deviationsOf(db, rows, query)
  const isOf = (exam: ExamKey) => (d: ExamKey) =>
    d.center_code === exam.center_code && d.accession_no === exam.accession_no
  const withDeviations = rows.map((row) => ({
    ...row,
    deviations: found.filter(isOf(row)).map(({ center_code: _c, accession_no: _a, ...deviation }) => ({
      ...deviation,
      unit: parameterUnit(deviation.parameter),
    })),
  }))
  return paged(withDeviations, total, page)
}
