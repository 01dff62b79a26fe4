import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { onBasis } from './basis.ts'
import type { GroupRow } from './books-types.ts'

const COSTS = ['variable_cost', 'fixed_cost', 'contribution', 'operating_profit']

/** The profit and loss of the network, of each kind of ownership and of each province, over the months that figures rest on. */
export function groupRows(db: Kysely<Database>, filters: Filters): Promise<GroupRow[]> {
  const of = { day: 'm.month', center: 'm.center_code' }
  const costs = COSTS.map((name) => `CASE WHEN count(*) = count(m.${name}) THEN sum(m.${name}) END AS ${name}`)
  return askedSql(
    db,
    'profitability.groups',
    sql<GroupRow>`WITH book AS (SELECT m.*, c.ownership, c.province FROM mart.center_month m
        LEFT JOIN main.center c ON c.center_code = m.center_code WHERE ${inScope(filters, of)} AND ${onBasis(filters, of)}),
    summed AS (SELECT CASE grouping(m.ownership, m.province) WHEN 3 THEN 'network' WHEN 1 THEN 'ownership' ELSE 'province' END AS kind,
        CASE WHEN grouping(m.ownership, m.province) = 1 THEN m.ownership ELSE m.province END AS "group",
        count(DISTINCT m.center_code) AS centers, CAST(coalesce(sum(m.exams_performed), 0) AS BIGINT) AS exams_performed,
        sum(m.net_revenue) AS net_revenue, ${sql.raw(costs.join(', '))}
      FROM book AS m GROUP BY GROUPING SETS ((), (m.ownership), (m.province)))
    SELECT *, CASE WHEN net_revenue > 0 THEN CAST(operating_profit AS DOUBLE) / CAST(net_revenue AS DOUBLE) END AS operating_margin_rate
    FROM summed WHERE centers > 0
    ORDER BY CASE kind WHEN 'network' THEN 0 WHEN 'ownership' THEN 1 ELSE 2 END, net_revenue DESC, "group"`,
  )
}
