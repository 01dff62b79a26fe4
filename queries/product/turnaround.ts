import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { elapsedMinutesQuantiles, elapsedUs, keyOfColumns, nearPeriod } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { quantileDifference, quantileShares } from '../statistics/quantile-difference.ts'
import type { TurnaroundEffect } from './product-types.ts'

/**
 * Minutes after the exam at which it is asked whether the result is back. Reports written before are on neither side: a
 * fast report would else make its own result late, and every product look slow.
 */
const LANDMARK = 30
const LANDMARK_US = sql.lit(LANDMARK * 60_000_000)
const EXAM = keyOfColumns('center_code', 'accession_no')
const SHARES = quantileShares(0.5)

interface Found {
  in_time: boolean
  n: number
  quantiles: number[] | null
}

/** Exams that were sent to the product and not reported by the landmark, by whether the result was back by then. */
const found = (db: Kysely<Database>, filters: Filters, product_code: string): Promise<Found[]> =>
  askedSql(
    db,
    'product.turnaround',
    sql<Found>`WITH sent AS (SELECT ${EXAM} AS exam_key,
        min(CASE WHEN status = 'ok' THEN returned_at END) AS returned_at
      FROM main.ai_result WHERE product_code = ${product_code}
        AND (sent_at IS NULL OR ${nearPeriod('sent_at', filters, 14)}) GROUP BY 1),
    read AS (SELECT ${EXAM} AS exam_key, completed_at, reported_at FROM main.exam
      WHERE performed AND ${elapsedUs('completed_at', 'reported_at')} > ${LANDMARK_US}
        AND ${inScope(filters, { day: 'day', center: 'center_code', modality: 'modality', scanner: 'scanner_id' })}),
    placed AS (SELECT r.completed_at, r.reported_at,
        coalesce(${elapsedUs('r.completed_at', 's.returned_at')} <= ${LANDMARK_US}, false) AS in_time
      FROM read AS r JOIN sent AS s ON s.exam_key = r.exam_key)
    SELECT in_time, count(*) AS n, ${elapsedMinutesQuantiles('completed_at', 'reported_at', SHARES)} AS quantiles
    FROM placed GROUP BY in_time ORDER BY in_time DESC`,
  )

/** How long reports take with the result back in time and without. Null without an exam. */
export async function turnaroundEffect(
  db: Kysely<Database>,
  filters: Filters,
  product_code: string,
): Promise<TurnaroundEffect | null> {
  const rows = await found(db, filters, product_code)
  if (rows.length === 0) return null
  const side = (in_time: boolean) => {
    const row = rows.find((one) => one.in_time === in_time)
    return { n: row?.n ?? 0, values: row?.quantiles ?? null }
  }
  const [with_it, without] = [side(true), side(false)]
  const shown = ({ n, values }: typeof with_it) => ({ n, median: values?.[SHARES.indexOf(0.5)] ?? null })
  return {
    landmark_minutes: LANDMARK,
    in_time: shown(with_it),
    not_in_time: shown(without),
    difference: quantileDifference(0.5, with_it, without),
  }
}
