import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { instantOf, keyOfColumns, minutesQuantile, rowsOfList } from '../db/functions.ts'
import { addDays } from '../filter/days.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'

/** A result can be said of an exam this many days before its local day at the earliest: clocks and time zones. */
const CLOCKS_DAYS = 7

export interface UseRow {
  product_code: string
  center_code: string
  /** Performed exams of the product's modality and body parts, from its first day of use on. */
  exams: number
  sent: number
  rejected_input: number
  timeout: number
  failed: number
  ok: number
  /** With a result before the report was signed, or while it is not. */
  back: number
  opened: number
  acted: number
  /** Of the product at all centers, the same in each of its rows. */
  latency_minutes_median: number | null
  latency_minutes_p90: number | null
}

const EXAM = { day: 'e.day', center: 'e.center_code', modality: 'e.modality', scanner: 'e.scanner_id' }

/** Exams that a product could read, one row of a center; what its body parts are follows from its findings. */
const couldRead = (filters: Filters) => sql`target AS (
    SELECT DISTINCT p.product_code, p.modality, f.body_part, p.live_from
    FROM main.ai_product AS p CROSS JOIN ${rowsOfList('p.finding_codes', 'u', 'finding_code')}
    JOIN main.finding AS f ON f.finding_code = u.finding_code AND f.modality = p.modality),
  performed AS (SELECT ${keyOfColumns('e.center_code', 'e.accession_no')} AS exam_no, e.center_code, e.day, e.modality, e.body_part,
      e.reported_at FROM main.exam AS e WHERE ${inScope(filters, EXAM)} AND e.performed),
  cell AS (SELECT center_code, day, modality, body_part, count(*) AS exams FROM performed
    GROUP BY center_code, day, modality, body_part),
  could AS (SELECT t.product_code, c.center_code, CAST(sum(c.exams) AS BIGINT) AS exams FROM cell AS c
    JOIN target AS t ON t.modality = c.modality AND t.body_part = c.body_part
    WHERE t.live_from IS NULL OR c.day >= t.live_from GROUP BY t.product_code, c.center_code)`

/**
 * What became of each exam that was sent: of several versions and findings the best counts, of several failures the gravest,
 * as in `mart.ai_run_day`. A result is never older than its exam, so what was written long before the period is not read.
 */
const sentExams = (filters: Filters) => sql`run AS (
    SELECT ${keyOfColumns('r.center_code', 'r.accession_no')} AS exam_no, r.product_code,
      max(CASE r.status WHEN 'ok' THEN 4 WHEN 'failed' THEN 3 WHEN 'timeout' THEN 2 ELSE 1 END) AS best,
      min(CASE WHEN r.status = 'ok' THEN r.sent_at END) AS sent_at,
      min(CASE WHEN r.status = 'ok' THEN r.returned_at END) AS returned_at, min(r.opened_at) AS opened_at,
      max(CASE WHEN r.reader_action IN ('accepted', 'rejected', 'modified') THEN 1 ELSE 0 END) AS is_acted
    FROM main.ai_result AS r WHERE r.updated_at >= ${instantOf(`${addDays(filters.from, -CLOCKS_DAYS)}T00:00:00Z`)}
    GROUP BY exam_no, r.product_code),
  way AS (SELECT r.product_code, e.center_code, r.best, r.sent_at, r.returned_at, r.is_acted,
      r.best = 4 AND (e.reported_at IS NULL OR coalesce(r.returned_at <= e.reported_at, false)) AS is_back,
      coalesce(r.opened_at < e.reported_at, r.opened_at IS NOT NULL) AS is_opened
    FROM run AS r JOIN performed AS e ON e.exam_no = r.exam_no
    JOIN target AS t ON t.product_code = r.product_code AND t.modality = e.modality AND t.body_part = e.body_part
    WHERE t.live_from IS NULL OR e.day >= t.live_from),
  stage AS (SELECT product_code, center_code, count(*) AS sent, count_if(best = 1) AS rejected_input,
      count_if(best = 2) AS timeout, count_if(best = 3) AS failed, count_if(best = 4) AS ok, count_if(is_back) AS back,
      count_if(is_back AND is_opened) AS opened, count_if(is_back AND is_opened AND is_acted = 1) AS acted
    FROM way GROUP BY product_code, center_code),
  latency AS (SELECT product_code, ${minutesQuantile('sent_at', 'returned_at', 0.5)} AS latency_minutes_median,
      ${minutesQuantile('sent_at', 'returned_at', 0.9)} AS latency_minutes_p90 FROM way GROUP BY product_code)`

const COUNTS = ['sent', 'rejected_input', 'timeout', 'failed', 'ok', 'back', 'opened', 'acted']

/** The way of the exams that each product could read, by center. */
export function wayRows(db: Kysely<Database>, filters: Filters): Promise<UseRow[]> {
  const counts = sql.join(COUNTS.map((name) => sql`coalesce(s.${sql.ref(name)}, 0) AS ${sql.ref(name)}`))
  return askedSql(
    db,
    'use.runs',
    sql<UseRow>`WITH ${couldRead(filters)}, ${sentExams(filters)}
      SELECT c.product_code, c.center_code, c.exams, ${counts}, l.latency_minutes_median, l.latency_minutes_p90
      FROM could AS c LEFT JOIN stage AS s ON s.product_code = c.product_code AND s.center_code = c.center_code
      LEFT JOIN latency AS l ON l.product_code = c.product_code
      ORDER BY c.product_code, c.center_code`,
  )
}
