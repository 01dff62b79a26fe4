import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { medianMinutes } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import { centerNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { ifEnough } from '../statistics/minimum-numbers.ts'
import { wilson } from '../statistics/proportion.ts'
import type { FirstCaseRow } from './flow-types.ts'

/** A first exam that begins so many minutes after its slot is still on time. */
export const GRACE_MINUTES = 15
const FEWEST_DAYS = 10

const EXAM = { day: 'day', center: 'center_code', modality: 'modality', scanner: 'scanner_id' }

interface Row {
  scanner_id: string
  center_code: string
  modality: string
  days: number
  on_time_days: number
  delay_minutes_median: number | null
}

/** By scanner, the latest first; days without a slot or without a performed exam do not count. */
export async function firstCases(db: Kysely<Database>, filters: Filters): Promise<FirstCaseRow[]> {
  const delay = sql`(first_start - first_slot)`
  const [rows, nameOf] = await Promise.all([
    askedSql(
      db,
      'throughput.first_cases',
      sql<Row>`WITH first AS (
          SELECT scanner_id, center_code, day, min(modality) AS modality,
            epoch_us(min(scheduled_at) FILTER (WHERE status <> 'cancelled')) AS first_slot,
            epoch_us(min(started_at) FILTER (WHERE performed)) AS first_start
          FROM main.exam WHERE scanner_id IS NOT NULL AND ${inScope(filters, EXAM)} GROUP BY scanner_id, center_code, day)
        SELECT scanner_id, center_code, min(modality) AS modality, count(*) AS days,
          count_if(${delay} <= ${sql.lit(GRACE_MINUTES * 60e6)}) AS on_time_days,
          CASE WHEN count(*) >= ${sql.lit(FEWEST_DAYS)} THEN ${medianMinutes(delay)} END AS delay_minutes_median
        FROM first WHERE first_slot IS NOT NULL AND first_start IS NOT NULL
        GROUP BY scanner_id, center_code ORDER BY delay_minutes_median DESC NULLS LAST, scanner_id`,
    ),
    centerNames(db),
  ])
  return rows.map((row) => {
    const k = row.on_time_days
    const rate = ifEnough(row.days, FEWEST_DAYS, () => ({ value: k / row.days, ...wilson(k, row.days)! }))
    return {
      ...row,
      ...nameOf(row.center_code),
      ...{ on_time_rate: rate?.value ?? null, low: rate?.low ?? null, high: rate?.high ?? null },
    }
  })
}
