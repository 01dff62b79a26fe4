import { sql, type Kysely } from 'kysely'
import { oncePerSnapshot } from '../db/once.ts'
import type { Database, FeedName } from '../schema.ts'
import type { Feed, Missing } from './page-types.ts'

type Presence = Record<FeedName | 'book' | 'centers' | 'structured' | 'staffed', boolean>

/** Whether each feed ever brought a row. `EXISTS` stops at the first, so this costs next to nothing. */
async function presence(db: Kysely<Database>): Promise<Presence> {
  const some = (from: string) => sql<boolean>`EXISTS (SELECT 1 FROM ${sql.raw(from)} LIMIT 1)`
  return db
    .selectNoFrom([
      some('main.exam').as('exams'),
      sql<boolean>`(${some('main.acquisition')} OR ${some('main.scanner_state')})`.as('scanner_log'),
      some('main.ai_result').as('ai_results'),
      some('main.charge').as('billing'),
      some('main.cost').as('costs'),
      some('main.protocol').as('book'),
      some('main.center').as('centers'),
      some('mart.ai_coverage_month').as('structured'),
      some('main.scanner WHERE staffed_minutes_per_week IS NOT NULL').as('staffed'),
    ])
    .executeTakeFirstOrThrow()
}

/** Feeds that the page needs and that never came, with what cannot be shown for it. */
export async function missingFeeds(db: Kysely<Database>, needs: Feed[]): Promise<Missing[]> {
  const has = await oncePerSnapshot(db, 'presence', presence)
  const gaps: (Missing & { absent: boolean })[] = [
    { feed: 'exams', effect: 'no_exams', absent: !has.exams },
    { feed: 'scanner_log', effect: 'no_scanner_log', absent: !has.scanner_log },
    { feed: 'ai_results', effect: 'no_ai_results', absent: !has.ai_results },
    { feed: 'billing', effect: 'no_billing', absent: !has.billing },
    { feed: 'costs', effect: 'no_costs', absent: !has.costs },
    { feed: 'reference', effect: 'no_protocol_book', absent: needs.includes('scanner_log') && !has.book },
    { feed: 'reference', effect: 'no_staffed_hours', absent: needs.includes('costs') && !has.staffed },
    {
      feed: 'exams',
      effect: 'no_structured_findings',
      absent: needs.includes('ai_results') && has.exams && has.ai_results && !has.structured,
    },
  ]
  return gaps
    .filter((gap) => gap.absent && (needs.includes(gap.feed) || gap.feed === 'reference'))
    .map(({ feed, effect }) => ({ feed, effect }))
}
