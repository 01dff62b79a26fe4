import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { onBasis } from './basis.ts'
import { EXAM_BASIS } from './exam-money.ts'
import type { LowestExam } from './exams-types.ts'

const MOST = 10
const EXAM = { day: 'month', center: 'center_code', modality: 'modality', scanner: 'scanner_id' }

/** The exams that left least: single exams and their money. Margins alone are sorted, the rest is read of those found. */
export function lowestExams(db: Kysely<Database>, filters: Filters): Promise<LowestExam[]> {
  const asked = sql`${inScope(filters, EXAM)} AND ${onBasis(filters, EXAM_BASIS)} AND margin IS NOT NULL`
  return askedSql(
    db,
    'exams.lowest',
    sql<LowestExam>`WITH least AS (SELECT margin FROM mart.exam_money WHERE ${asked} ORDER BY margin LIMIT ${sql.lit(MOST)})
    SELECT center_code, accession_no, day, modality, scanner_id, protocol_code, net_revenue, variable_cost,
      capacity_cost, margin
    FROM mart.exam_money WHERE ${asked} AND margin <= (SELECT max(margin) FROM least)
    ORDER BY margin, center_code, accession_no LIMIT ${sql.lit(MOST)}`,
  )
}
