import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { inScope } from '../filter/scope.ts'
import { GROUPED_BY, nameOfSet } from '../metric/grouping-sets.ts'
import { centerNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { onBasis } from './basis.ts'
import { LINES } from './books.ts'
import type { BudgetRow, Budgets } from './books-types.ts'

type Row = BudgetRow & { grouped_by: string; center_code: string | null }

const OF_LINE = nameOfSet(['line'])
const NAMES = LINES.map(({ id }) => id)
const BUDGET = { day: 'b.month', center: 'b.center_code' }

/** Actual amounts beside `main.budget`, over the months that figures rest on. */
export async function budgets(db: Kysely<Database>, filters: Filters): Promise<Budgets> {
  const actual = NAMES.map((name) => `WHEN '${name}' THEN m.${name}`).join(' ')
  const order = NAMES.map((name, place) => `WHEN '${name}' THEN ${place}`).join(' ')
  const [rows, nameOf] = await Promise.all([
    askedSql(
      db,
      'profitability.budgets',
      sql<Row>`WITH planned AS (SELECT b.line, b.center_code, b.amount,
          CAST(CASE b.line ${sql.raw(actual)} END AS DECIMAL(18, 2)) AS actual
        FROM main.budget b JOIN mart.center_month m ON m.center_code = b.center_code AND m.month = b.month
        WHERE b.amount IS NOT NULL AND b.line IN (${sql.join(NAMES.map((name) => sql.lit(name)))}) AND ${inScope(filters, BUDGET)} AND ${onBasis(filters, BUDGET)}),
      summed AS (SELECT CASE grouping(p.line, p.center_code) WHEN 0 THEN ${sql.lit(nameOfSet(['line', 'center_code']))}
          ELSE ${sql.lit(OF_LINE)} END AS ${sql.raw(GROUPED_BY)}, p.line, p.center_code, count(*) AS center_months, sum(p.amount) AS budget,
          CASE WHEN count(*) = count(p.actual) THEN sum(p.actual) END AS actual
        FROM planned AS p GROUP BY GROUPING SETS ((p.line), (p.line, p.center_code)))
      SELECT *, actual - budget AS difference, CAST(actual - budget AS DOUBLE) / nullif(CAST(budget AS DOUBLE), 0) AS difference_share
      FROM summed ORDER BY CASE line ${sql.raw(order)} END, actual - budget NULLS LAST, center_code`,
    ),
    centerNames(db),
  ])
  const withoutSet = ({ grouped_by: _, center_code: _center, ...row }: Row): BudgetRow => row
  return {
    lines: rows.filter((row) => row.grouped_by === OF_LINE).map(withoutSet),
    centers: rows.flatMap((row) =>
      row.center_code === null
        ? []
        : [{ ...withoutSet(row), center_code: row.center_code, ...nameOf(row.center_code) }],
    ),
  }
}
