import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { localDay } from '../db/functions.ts'
import { addMonths } from '../filter/days.ts'
import { scope } from '../filter/scope.ts'
import type { Day, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { STEPS } from './waterfall.ts'
import { SPANS, type Span, type Statement, type StatementRow } from './books-types.ts'

const firstOfQuarter = (month: Day) => addMonths(month, -((Number(month.slice(5, 7)) - 1) % 3))
const firstOfYear = (month: Day) => `${month.slice(0, 4)}-01-01`

/** Closed books of a month, and of its quarter and year up to it: the chosen centers', whichever months the period has. */
export async function statementOfBooks(db: Kysely<Database>, filters: Filters): Promise<Statement> {
  const to = filters.basis?.to ?? filters.to
  const month = addMonths(to, -1)
  // Where no month of the period is closed the spans are empty.
  const from: Record<Span, Day> = filters.basis
    ? { month, quarter: firstOfQuarter(month), year: firstOfYear(month) }
    : { month: to, quarter: to, year: to }
  const since = SPANS.map((span) => sql`(${sql.lit(span)}, ${localDay(from[span])})`)
  const lines = STEPS.map(({ step }) => sql.raw(`SELECT '${step}' AS line, span, ${step} AS amount FROM summed`))
  const order = STEPS.map(({ step }, place) => `WHEN '${step}' THEN ${place}`).join(' ')
  const cells = SPANS.map((span) => `max(CASE WHEN span = '${span}' THEN amount END) AS ${span}`).join(', ')
  const rows = await askedSql(
    db,
    'profitability.statement',
    sql<StatementRow>`WITH spans (span, since) AS (VALUES ${sql.join(since)}),
    summed AS (SELECT s.span, ${sql.raw(STEPS.map(({ step }) => `sum(m.${step}) AS ${step}`).join(', '))}
      FROM mart.center_month m JOIN spans s ON m.month >= s.since
      WHERE m.month < ${localDay(to)} AND m.month_state = 'closed' AND ${scope(filters, { center: 'm.center_code' })} GROUP BY 1),
    line AS (${sql.join(lines, sql` UNION ALL `)})
    SELECT line, ${sql.raw(cells)} FROM line GROUP BY line ORDER BY CASE line ${sql.raw(order)} END`,
  )
  if (filters.basis === null) return { month: null, quarter_from: null, year_from: null, rows: [] }
  return { month, quarter_from: from.quarter, year_from: from.year, rows }
}
