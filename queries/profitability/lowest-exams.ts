import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { onBasis } from './basis.ts'
import { EXAM_BASIS } from './exam-money.ts'
import { examMoney } from './exam-money-metrics.ts'
import type { LowestExam } from './exams-types.ts'

const MOST = 10

/** The exams that left least: single exams and their money. */
export function lowestExams(db: Kysely<Database>, filters: Filters): Promise<LowestExam[]> {
  return askedSql(
    db,
    'exams.lowest',
    sql<LowestExam>`SELECT center_code, accession_no, day, modality, scanner_id, protocol_code, net_revenue, variable_cost,
      capacity_cost, margin
    FROM mart.exam_money WHERE ${inScope(filters, examMoney.columns)} AND ${onBasis(filters, EXAM_BASIS)} AND margin IS NOT NULL
    ORDER BY margin, center_code, accession_no LIMIT ${sql.lit(MOST)}`,
  )
}
