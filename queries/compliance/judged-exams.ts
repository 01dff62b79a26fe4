import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import type { Database } from '../schema.ts'
import { inBothPeriods, inScope } from '../filter/scope.ts'
import { complianceMetrics } from './compliance-metrics.ts'
import type { Filters } from '../page/page-types.ts'

const EXAM_COLUMNS = {
  day: 'x.day',
  center: 'x.center_code',
  modality: 'x.modality',
  scanner: 'x.scanner_id',
}

/** Exams judged in the period. */
export const judged = (db: Kysely<Database>, filters: Filters) =>
  db.selectFrom('mart.exam_compliance as x').where(inScope(filters, EXAM_COLUMNS))

/** Exams judged in the period and the one before. */
export const judgedInBoth = (db: Kysely<Database>, filters: Filters) =>
  db.selectFrom('mart.exam_compliance as x').where(inBothPeriods(filters, EXAM_COLUMNS))

/** Assessable exams of the period by protocol: what a deviation's exams are a share of. */
export const assessableByProtocol = (db: Kysely<Database>, filters: Filters) =>
  judged(db, filters)
    .select(['x.protocol_code', sql.raw<number>(complianceMetrics.assessable.formula).as('assessable')])
    .groupBy('x.protocol_code')

/** Deviations carry no modality: the exam's own decides, looked up only when the filter asks. */
function ofModality(filters: Filters, within: typeof inScope): RawBuilder<SqlBool> {
  if (filters.modality.length === 0) return sql<SqlBool>`true`
  return sql<SqlBool>`(v.center_code, v.accession_no) IN (
    SELECT (x.center_code, x.accession_no) FROM mart.exam_compliance x
    WHERE ${within(filters, EXAM_COLUMNS)})`
}

const DEVIATION_COLUMNS = { day: 'v.day', center: 'v.center_code', scanner: 'v.scanner_id' }

export const deviations = (db: Kysely<Database>, filters: Filters) =>
  db.selectFrom('mart.deviation as v').where(inScope(filters, DEVIATION_COLUMNS)).where(ofModality(filters, inScope))

export const deviationsInBoth = (db: Kysely<Database>, filters: Filters) =>
  db
    .selectFrom('mart.deviation as v')
    .where(inBothPeriods(filters, DEVIATION_COLUMNS))
    .where(ofModality(filters, inBothPeriods))
