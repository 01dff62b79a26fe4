import { sql, type Kysely, type RawBuilder } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { entriesOf, localDay, quantile, rowsOfList } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import { productCards } from '../product/catalogue.ts'
import type { Database } from '../schema.ts'

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
const RUN = { day: 'r.day', center: 'r.center_code', modality: 'r.modality', scanner: 'r.scanner_id' }

/** Exams that a product could read, one row of a center; what its body parts are follows from its findings. */
const couldRead = (filters: Filters, starts: string[]) => {
  // How many first days of use lie behind an exam's day: a year has few, and days would make as many groups as exams.
  const begun = starts.map((day) => sql`CAST(e.day >= ${localDay(day)} AS INTEGER)`)
  const started = starts.map((day) => sql`CAST(p.live_from >= ${localDay(day)} AS INTEGER)`)
  const count = (parts: RawBuilder<unknown>[]) => (parts.length === 0 ? sql`0` : sql.join(parts, sql` + `))
  return sql`target AS (
    SELECT DISTINCT p.product_code, p.modality, f.body_part, coalesce(${count(started)}, 0) AS started
    FROM main.ai_product AS p CROSS JOIN ${rowsOfList('p.finding_codes', 'u', 'finding_code')}
    JOIN main.finding AS f ON f.finding_code = u.finding_code AND f.modality = p.modality
    WHERE p.live_from IS NULL OR p.live_from < ${localDay(filters.to)}),
  cell AS (SELECT e.center_code, e.modality, e.body_part, ${count(begun)} AS begun, count(*) AS exams
    FROM main.exam AS e WHERE ${inScope(filters, EXAM)} AND e.performed GROUP BY 1, 2, 3, 4),
  could AS (SELECT t.product_code, c.center_code, CAST(sum(c.exams) AS BIGINT) AS exams FROM cell AS c
    JOIN target AS t ON t.modality = c.modality AND t.body_part = c.body_part
    WHERE c.begun >= t.started GROUP BY t.product_code, c.center_code)`
}

const COUNTS: Record<string, string> = {
  ...{ sent: 'exams_sent', rejected_input: 'exams_rejected', timeout: 'exams_timed_out', failed: 'exams_failed' },
  ...{ ok: 'exams_ok', back: 'exams_back', opened: 'exams_opened', acted: 'exams_acted' },
}
const NAMES = Object.keys(COUNTS)

/** First days of use within the period, the earliest first. */
async function startsWithin(db: Kysely<Database>, { from, to }: Filters): Promise<string[]> {
  const products = await productCards(db)
  const days = products.flatMap(({ live_from: day }) => (day !== null && day > from && day < to ? [day] : []))
  return [...new Set(days)].sort()
}

/** The way of the exams that each product could read, by center. */
export async function wayRows(db: Kysely<Database>, filters: Filters): Promise<UseRow[]> {
  const starts = await startsWithin(db, filters)
  const sums = NAMES.map((name) => `CAST(sum(r.${COUNTS[name]}) AS BIGINT) AS ${name}`).join(', ')
  const counts = NAMES.map((name) => `coalesce(s.${name}, 0) AS ${name}`).join(', ')
  return askedSql(
    db,
    'use.runs',
    sql<UseRow>`WITH ${couldRead(filters, starts)},
      stage AS (SELECT r.product_code, r.center_code, ${sql.raw(sums)} FROM mart.ai_run_day AS r
        WHERE ${inScope(filters, RUN)} GROUP BY 1, 2),
      took AS (SELECT r.product_code, ${entriesOf('r.latencies_ms')} AS ms FROM mart.ai_run_day AS r
        WHERE ${inScope(filters, RUN)}),
      latency AS (SELECT product_code, ${quantile('ms', 0.5)} / 60000 AS latency_minutes_median,
          ${quantile('ms', 0.9)} / 60000 AS latency_minutes_p90 FROM took GROUP BY 1)
      SELECT c.product_code, c.center_code, c.exams, ${sql.raw(counts)}, l.latency_minutes_median, l.latency_minutes_p90
      FROM could AS c LEFT JOIN stage AS s ON s.product_code = c.product_code AND s.center_code = c.center_code
      LEFT JOIN latency AS l ON l.product_code = c.product_code
      ORDER BY c.product_code, c.center_code`,
  )
}
