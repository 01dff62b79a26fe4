import { sql, type Kysely } from 'kysely'
import { asked, askedOne } from '../db/asked.ts'
import type { Database } from '../schema.ts'
import { inScope } from '../filter/scope.ts'
import { onBasis } from './basis.ts'
import type { Filters } from '../page/page-types.ts'
import type { AiMoney, ProfitabilityPage } from './profitability-types.ts'

const LEDGER = { day: 'k.month', center: 'k.center_code' }
const RUNS = { day: 'r.day', center: 'r.center_code' }

/** Ledger lines of the months that the tiles rest on. */
export async function costRows(db: Kysely<Database>, filters: Filters): Promise<ProfitabilityPage['costs']> {
  return db
    .selectFrom('cost as k')
    .where(inScope(filters, LEDGER))
    .where(onBasis(filters, LEDGER))
    .select(['k.category', 'k.behaviour', sql<number>`sum(k.amount)`.as('amount')])
    .groupBy(['k.category', 'k.behaviour'])
    .orderBy('amount', 'desc')
    .orderBy('k.category')
    .orderBy('k.behaviour')
    .$call(asked('profitability.costs'))
}

/** Exams with an ok result of products that earn, by the day of the exam. */
function earningExams(db: Kysely<Database>, filters: Filters) {
  return db
    .selectFrom('mart.ai_run_day as r')
    .innerJoin('ai_product as p', 'p.product_code', 'r.product_code')
    .where('p.revenue_per_exam', '>', 0)
    .where(inScope(filters, RUNS))
    .where(onBasis(filters, RUNS))
    .select((eb) => ['p.product_code', 'p.revenue_per_exam', eb.fn.sum<number>('r.exams_read').as('exams')])
    .groupBy(['p.product_code', 'p.revenue_per_exam'])
}

/** What AI costs by the ledger and earns by the catalogue; null where neither says anything. */
export async function aiMoney(db: Kysely<Database>, filters: Filters): Promise<AiMoney> {
  const [fees, revenue] = await Promise.all([
    db
      .selectFrom('cost as k')
      .where(inScope(filters, LEDGER))
      .where(onBasis(filters, LEDGER))
      .select(
        sql<number | null>`CASE WHEN count(*) > 0 THEN
        coalesce(sum(k.amount) FILTER (WHERE k.category = 'ai_fees'), 0) END`.as('ai_fees'),
      )
      .$call(askedOne('profitability.ai_fees')),
    db
      .selectFrom(earningExams(db, filters).as('x'))
      .select(sql<number | null>`sum(x.revenue_per_exam * x.exams)`.as('ai_revenue'))
      .$call(askedOne('profitability.ai_revenue')),
  ])
  return { ...fees, ...revenue }
}
