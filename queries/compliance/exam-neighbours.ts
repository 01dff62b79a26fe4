import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import { localDay } from '../db/functions.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { DeviatingExamQuery, ExamKey, ExamNeighbours } from './compliance-types.ts'
import { listedExams } from './deviating-exams.ts'

type Side = 'previous' | 'next'

/** Rows before or after an exam in the list's order: the newest day first, then center and accession number. */
function beside(side: Side, { day, center_code, accession_no }: ExamKey & { day: string }): RawBuilder<SqlBool> {
  const [far, near] = side === 'next' ? [sql`<`, sql`>`] : [sql`>`, sql`<`]
  return sql<SqlBool>`(x.day ${far} ${localDay(day)} OR (x.day = ${localDay(day)} AND
    (x.center_code ${near} ${center_code} OR (x.center_code = ${center_code} AND x.accession_no ${near} ${accession_no}))))`
}

/** The exams before and after one in the list of deviating exams, as it was narrowed; null at its ends. */
export async function examNeighbours(
  db: Kysely<Database>,
  filters: Filters,
  query: DeviatingExamQuery,
  exam: ExamKey & { day: string },
): Promise<ExamNeighbours> {
  const one = async (side: Side) => {
    const [days, codes] = side === 'next' ? (['desc', 'asc'] as const) : (['asc', 'desc'] as const)
    const row = await listedExams(db, filters, query)
      .select(['x.center_code', 'x.accession_no'])
      .where(beside(side, exam))
      .orderBy('x.day', days)
      .orderBy('x.center_code', codes)
      .orderBy('x.accession_no', codes)
      .limit(1)
      .$castTo<ExamKey>()
      .executeTakeFirst()
    return row ?? null
  }
  const [previous, next] = await Promise.all([one('previous'), one('next')])
  return { previous, next }
}
