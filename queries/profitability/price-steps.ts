import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { firstDayOfMonth } from '../db/functions.ts'
import { latestPerSnapshot } from '../db/once.ts'
import { addMonths, monthOf } from '../filter/days.ts'
import { lastDayOfData } from '../filter/last-day.ts'
import { inScope } from '../filter/scope.ts'
import { chargeLine } from '../metric/sources.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { PriceStep } from './profitability-types.ts'

/** Months before the newest in which a step is looked for, whatever the period. */
const MONTHS = 3
/** Fewer lines in a month say little of a price. */
const FEWEST_LINES = 10
/** Smaller steps of a price are a matter of the mix of lines. */
const SMALLEST = 0.04

/**
 * Prices that stepped from one month to the next, by province and procedure: the median charge of a line at each center,
 * centers weighted by their lines. Only where most centers of the province moved.
 */
export function priceSteps(db: Kysely<Database>, filters: Filters): Promise<PriceStep[]> {
  return latestPerSnapshot(db, 'price steps', filters.center, () => ask(db, filters))
}

async function ask(db: Kysely<Database>, filters: Filters): Promise<PriceStep[]> {
  const newest = monthOf((await lastDayOfData(db)) ?? filters.from)
  const range = { ...filters, from: addMonths(newest, -MONTHS - 1), to: addMonths(newest, 1) }
  return askedSql<PriceStep, Database>(
    db,
    'profitability.price_steps',
    sql<PriceStep>`WITH price AS (SELECT center_code, procedure_code, ${firstDayOfMonth('service_date')} AS month,
        median(charge_amount) AS price, count(*) AS lines
      FROM main.charge WHERE ${sql.raw(chargeLine.where!)} AND ${inScope(range, chargeLine.columns)}
      GROUP BY 1, 2, 3 HAVING count(*) >= ${sql.lit(FEWEST_LINES)}),
    step AS (SELECT center.province, procedure.modality, now.procedure_code, now.month, count(*) AS centers,
        count_if(abs(now.price - before.price) >= ${sql.lit(SMALLEST)} * before.price) AS moved,
        CAST(sum(now.lines) AS BIGINT) AS lines,
        CAST(sum(now.price * now.lines) AS DOUBLE) / sum(now.lines) AS price,
        CAST(sum(before.price * now.lines) AS DOUBLE) / sum(now.lines) AS previous_price
      FROM price AS now
      INNER JOIN price AS before ON before.center_code = now.center_code
        AND before.procedure_code = now.procedure_code AND before.month = now.month - INTERVAL 1 MONTH
      INNER JOIN main.center AS center ON center.center_code = now.center_code
      INNER JOIN main.procedure AS procedure ON procedure.procedure_code = now.procedure_code
      WHERE before.price > 0 GROUP BY 1, 2, 3, 4)
    SELECT province, modality, procedure_code, month, centers, lines, price, previous_price,
      price / previous_price - 1 AS change
    FROM step WHERE 2 * moved > centers AND abs(price / previous_price - 1) >= ${sql.lit(SMALLEST)}
    ORDER BY month DESC, province, modality, procedure_code`,
  )
}
