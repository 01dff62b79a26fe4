import { sql, type Kysely } from 'kysely'
import { asked, askedSql } from '../db/asked.ts'
import { inScope } from '../filter/scope.ts'
import { onBasis } from './basis.ts'
import { compile, judgedColumns, partsOf, valueColumns } from '../metric/compile.ts'
import { estimateOf } from '../metric/estimate.ts'
import { chargeLine } from '../metric/sources.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { IS_INSURED } from './payer-metrics.ts'
import { profitabilityMetrics } from './profitability-metrics.ts'
import type { DenialRow, PayerRow } from './profitability-types.ts'

/** The same rate as by center and month, over the lines themselves. */
const denialRate = compile(
  {
    ...profitabilityMetrics.denial_rate,
    numerator: chargeLine.countIf("status = 'denied'", 'denied_lines'),
    denominator: chargeLine.countIf("status IN ('paid', 'partly_paid', 'denied')", 'adjudicated_lines'),
  },
  false,
)

const SUMS = [
  ...partsOf([denialRate]),
  chargeLine.rows('lines'),
  chargeLine.amount('charge_amount', { as: 'gross_charges' }),
]

type Row = Omit<PayerRow, 'denial_rate'> & { is_insurer: boolean }

/** By payer class over the months that the tiles rest on, by date of service, void lines left out; by class only, never by physician. */
export async function payerRows(db: Kysely<Database>, filters: Filters): Promise<PayerRow[]> {
  const sums = sql.raw(SUMS.map(({ name, text }) => `${text} AS ${name}`).join(', '))
  // The whole by a subquery: a sum over all rows as a window can end the engine (its issue 25713) where there are none.
  const rows = await askedSql(
    db,
    'profitability.payers',
    sql<Row>`WITH payer AS (SELECT payer_class, ${sql.raw(IS_INSURED)} AS is_insurer, ${sums},
        coalesce(sum(allowed_amount) FILTER (WHERE status NOT IN ('denied', 'written_off', 'refunded')), 0) AS allowed
      FROM main.charge WHERE ${sql.raw(chargeLine.where!)} AND ${inScope(filters, chargeLine.columns)}
        AND ${onBasis(filters, { day: 'service_date', center: 'center_code' })}
      GROUP BY payer_class),
    judged AS (SELECT *, ${sql.raw(judgedColumns(denialRate, ({ name }) => name).join(', '))} FROM payer)
    SELECT payer_class, is_insurer, lines, gross_charges, allowed,
      CAST(allowed AS DOUBLE) / nullif((SELECT sum(allowed) FROM payer), 0) AS allowed_share,
      adjudicated_lines, denied_lines, ${sql.raw(valueColumns(denialRate).join(', '))}
    FROM judged ORDER BY allowed DESC, payer_class`,
  )
  return rows.map((row) => ({
    payer_class: row.payer_class,
    lines: row.lines,
    gross_charges: row.gross_charges,
    allowed: row.allowed,
    allowed_share: row.allowed_share,
    adjudicated_lines: row.adjudicated_lines,
    denied_lines: row.denied_lines,
    // Nobody denies a self-payer.
    denial_rate: row.is_insurer ? estimateOf(denialRate, { ...row }) : null,
  }))
}

/** Denied lines of the same months by the code that the payer gave, the greatest amount first; null: denied without a code. */
export async function denialRows(db: Kysely<Database>, filters: Filters): Promise<DenialRow[]> {
  const columns = { day: 'h.service_date', center: 'h.center_code' }
  return db
    .selectFrom('charge as h')
    .where('h.status', '=', 'denied')
    .where(inScope(filters, columns))
    .where(onBasis(filters, columns))
    .select([
      'h.denial_code',
      sql<number>`count(*)`.as('denied_lines'),
      sql<number>`sum(h.charge_amount)`.as('denied_charges'),
    ])
    .groupBy('h.denial_code')
    .orderBy('denied_charges', 'desc')
    .orderBy('h.denial_code')
    .$call(asked('profitability.denials'))
}
