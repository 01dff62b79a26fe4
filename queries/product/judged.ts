import { sql, type Kysely } from 'kysely'
import { markTable, newestOf, saidByCase } from '../cases/case-list.ts'
import { shareOf, truthOf } from '../concordance/adjudicated.ts'
import { isOf, READING } from '../concordance/cases-list.ts'
import type { Outcome, ReadingMarks } from '../concordance/cases-types.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { Counts } from '../statistics/two-by-two.ts'
import type { ProductJudged } from './summary-types.ts'

interface JudgedOutcome {
  product_code: string
  outcome: Outcome
  judged: number
  present: number
}

/** By product, how many readings of each outcome were judged, and in how many of these the finding is there. */
export type JudgedProducts = Map<string, JudgedOutcome[]>

/**
 * What adjudicators said of the period's readings. No panel shows the statement: it names exams and what was said of them,
 * and the page is for more people than cases are.
 */
export async function judgedProducts(
  db: Kysely<Database>,
  filters: Filters,
  marks: ReadingMarks['marks'],
): Promise<JudgedProducts> {
  const said = newestOf(saidByCase('reading', marks))
    .map((mark) => ({ ...mark, truth: truthOf(mark) }))
    .filter(({ truth }) => truth !== '')
  const found: JudgedProducts = new Map()
  if (said.length === 0) return found
  const { rows } = await sql<JudgedOutcome>`WITH ${markTable('reading', said, ['truth'])}
    SELECT r.product_code, r.outcome, count(*) AS judged, count_if(m.truth = 'present') AS present
    FROM mart.ai_reading AS r JOIN mark AS m ON ${isOf('m')} WHERE ${inScope(filters, READING)}
    GROUP BY r.product_code, r.outcome`.execute(db)
  for (const row of rows) found.set(row.product_code, [...(found.get(row.product_code) ?? []), row])
  return found
}

/**
 * A product as adjudicators see it, all its findings together: each outcome is a stratum, as a sample is drawn, whose judged
 * readings stand for its others. Null where nobody judged one.
 */
export function productJudged(rows: JudgedOutcome[] | undefined, readings: Counts): ProductJudged | null {
  if (rows === undefined) return null
  const of = (outcome: Outcome) => rows.find((row) => row.outcome === outcome) ?? { judged: 0, present: 0 }
  const strata = (outcomes: [Outcome, number][], flagged: boolean) =>
    outcomes.map(([outcome, size]) => ({ flagged, size, verified: of(outcome).judged, present: of(outcome).present }))
  const { tp, fp, fn, tn } = readings
  return {
    judged: rows.reduce((sum, { judged }) => sum + judged, 0),
    only_flagged_judged: of('FP').judged,
    only_flagged_confirmed: of('FP').present,
    ppv: shareOf(strata(Object.entries({ TP: tp, FP: fp }) as [Outcome, number][], true)),
    miss_rate: shareOf(strata(Object.entries({ FN: fn, TN: tn }) as [Outcome, number][], false)),
  }
}
