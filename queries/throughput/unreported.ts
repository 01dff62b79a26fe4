import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { elapsedUs } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import { centerNames } from '../page/names.ts'
import { PAGE_SIZE, paged, pageNumber } from '../page/paged.ts'
import type { Filters, Paged } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { UnreportedExam, UnreportedRow } from './flow-types.ts'

const EXAM = { day: 'e.day', center: 'e.center_code', modality: 'e.modality', scanner: 'e.scanner_id' }

/** Exams of the period that are still open, with their age when their center last said anything. */
const open = (filters: Filters) => sql`WITH late AS (
    SELECT e.center_code, e.accession_no, e.modality, e.scanner_id, e.priority, e.completed_at
    FROM main.exam e WHERE e.performed AND e.reported_at IS NULL AND e.completed_at IS NOT NULL AND ${inScope(filters, EXAM)}),
  newest AS (SELECT center_code, max(updated_at) AS at FROM main.exam
    WHERE center_code IN (SELECT center_code FROM late) GROUP BY center_code),
  aged AS (SELECT late.*, ${elapsedUs('late.completed_at', 'newest.at')} / 60e6 AS age_minutes
    FROM late JOIN newest ON newest.center_code = late.center_code)`

export function unreportedByAge(db: Kysely<Database>, filters: Filters): Promise<UnreportedRow[]> {
  return askedSql(
    db,
    'throughput.unreported_by_age',
    sql<UnreportedRow>`${open(filters)} SELECT modality, count_if(age_minutes < 240) AS under_4_hours,
      count_if(age_minutes >= 240 AND age_minutes < 1440) AS under_24_hours,
      count_if(age_minutes >= 1440 AND age_minutes < 4320) AS under_3_days, count_if(age_minutes >= 4320) AS over_3_days
      FROM aged GROUP BY modality ORDER BY modality`,
  )
}

/** The list behind it, the oldest first. */
export async function unreportedExams(
  db: Kysely<Database>,
  filters: Filters,
  total: number,
  asked: number | undefined,
): Promise<Paged<UnreportedExam>> {
  const page = pageNumber(asked)
  type Row = Omit<UnreportedExam, 'name_en' | 'name_zh'>
  const [rows, nameOf] = await Promise.all([
    askedSql(
      db,
      'throughput.unreported_exams',
      sql<Row>`${open(filters)} SELECT aged.*, coalesce(c.time_zone, 'Asia/Shanghai') AS time_zone FROM aged
        LEFT JOIN main.center c ON c.center_code = aged.center_code
        ORDER BY age_minutes DESC, aged.center_code, accession_no
        LIMIT ${sql.lit(PAGE_SIZE)} OFFSET ${sql.lit((page - 1) * PAGE_SIZE)}`,
    ),
    centerNames(db),
  ])
  return paged(
    rows.map((row) => ({ ...row, ...nameOf(row.center_code) })),
    total,
    page,
  )
}
