import { sql, type Kysely, type SqlBool } from 'kysely'
import { countDistinct, instantOfLocalDay } from '../../db/functions.ts'
import type { Database } from '../../schema.ts'
import { inScope, scope } from '../shared/scope.ts'
import type { Filters } from '../types/common.ts'
import type { AiMoney, ProfitabilityPage } from '../types/profitability.ts'

export async function costRows(db: Kysely<Database>, filters: Filters): Promise<ProfitabilityPage['costs']> {
  return db
    .selectFrom('cost as k')
    .where(inScope(filters, { day: 'k.month', center: 'k.center_code' }))
    .select(['k.category', 'k.behaviour', sql<number>`sum(k.amount)`.as('amount')])
    .groupBy(['k.category', 'k.behaviour'])
    .orderBy('amount', 'desc')
    .orderBy('k.category')
    .orderBy('k.behaviour')
    .$castTo<ProfitabilityPage['costs'][number]>()
    .execute()
}

/** Exams with an ok result of products that earn, by the local day on which they were sent, else came back. */
function earningExams(db: Kysely<Database>, filters: Filters) {
  const sent = sql`coalesce(a.sent_at, a.returned_at, a.updated_at)`
  const centers = db
    .selectFrom('center as c')
    .where(scope(filters, { center: 'c.center_code' }))
    .select([
      'c.center_code',
      instantOfLocalDay(filters.from, 'c.time_zone').as('from_at'),
      instantOfLocalDay(filters.to, 'c.time_zone').as('to_at'),
    ])
  return db
    .selectFrom('ai_result as a')
    .innerJoin('ai_product as p', 'p.product_code', 'a.product_code')
    .innerJoin(centers.as('c'), 'c.center_code', 'a.center_code')
    .where('p.revenue_per_exam', '>', 0)
    .where('a.status', '=', 'ok')
    .where(sql<SqlBool>`${sent} >= c.from_at AND ${sent} < c.to_at`)
    .select(['p.product_code', 'p.revenue_per_exam', countDistinct('a.center_code', 'a.accession_no').as('exams')])
    .groupBy(['p.product_code', 'p.revenue_per_exam'])
}

/** What AI costs by the ledger and earns by the catalogue; null where neither says anything. */
export async function aiMoney(db: Kysely<Database>, filters: Filters): Promise<AiMoney> {
  const [fees, revenue] = await Promise.all([
    db
      .selectFrom('cost as k')
      .where(inScope(filters, { day: 'k.month', center: 'k.center_code' }))
      .select(
        sql<number | null>`CASE WHEN count(*) > 0 THEN
        coalesce(sum(k.amount) FILTER (WHERE k.category = 'ai_fees'), 0) END`.as('ai_fees'),
      )
      .executeTakeFirstOrThrow(),
    db
      .selectFrom(earningExams(db, filters).as('x'))
      .select(sql<number | null>`sum(x.revenue_per_exam * x.exams)`.as('ai_revenue'))
      .executeTakeFirstOrThrow(),
  ])
  return { ...fees, ...revenue }
}
