import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import type { Database } from '../schema.ts'
import { rateOf } from '../metric/figure.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { PayerRow } from './profitability-types.ts'

const INSURERS = ['urban_employee', 'urban_rural_resident', 'commercial']

type Row = Omit<PayerRow, 'denial_rate'>

/** By payer class and date of service, void lines left out; by class only, never by physician. */
export async function payerRows(db: Kysely<Database>, filters: Filters): Promise<PayerRow[]> {
  const allowed = sql`coalesce(sum(h.allowed_amount) FILTER (WHERE h.status NOT IN ('denied', 'written_off', 'refunded')), 0)`
  const rows = await db
    .with('payer', (q) =>
      q
        .selectFrom('charge as h')
        .where(inScope(filters, { day: 'h.service_date', center: 'h.center_code' }))
        .where('h.status', '<>', 'void')
        .select([
          'h.payer_class',
          sql<number>`count(*)`.as('lines'),
          sql<number>`sum(h.charge_amount)`.as('gross_charges'),
          sql<number>`${allowed}`.as('allowed'),
          sql<number>`count(*) FILTER (WHERE h.status IN ('paid', 'partly_paid', 'denied'))`.as('adjudicated_lines'),
          sql<number>`count(*) FILTER (WHERE h.status = 'denied')`.as('denied_lines'),
        ])
        .groupBy('h.payer_class'),
    )
    .selectFrom('payer')
    .selectAll()
    // The whole by a subquery: a sum over all rows as a window can end the engine (its issue 25713) where there are none.
    .select(
      sql<number | null>`CAST(allowed AS DOUBLE) / nullif((SELECT sum(allowed) FROM payer), 0)`.as('allowed_share'),
    )
    .orderBy('allowed', 'desc')
    .orderBy('payer_class')
    .$castTo<Row>()
    .$call(asked('money.payers'))
  return rows.map((row) => ({
    ...row,
    denial_rate: INSURERS.includes(row.payer_class)
      ? rateOf('denial_rate', row.denied_lines, row.adjudicated_lines)
      : null,
  }))
}
