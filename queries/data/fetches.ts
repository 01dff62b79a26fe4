import type { Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import type { Database } from '../schema.ts'
import type { SourceFetch } from './data-types.ts'

/** The last fetch of each HTTP source, those that failed first. */
export async function lastFetches(db: Kysely<Database>): Promise<SourceFetch[]> {
  const rows = await db
    .selectFrom('ops.source_fetch as s')
    .select(['s.source_id', 's.feed', 's.center_code', 's.status', 's.pages', 's.files', 's.records', 's.watermark_to'])
    .select(['s.started_at', 's.ended_at', 's.error_code', 's.error_message'])
    .where('s.started_at', '=', (eb) =>
      eb
        .selectFrom('ops.source_fetch as n')
        .select((e) => e.fn.max('n.started_at').as('started_at'))
        .whereRef('n.source_id', '=', 's.source_id'),
    )
    .orderBy('s.source_id')
    .$call(asked('data.source_fetches'))
  return rows.sort((a, b) => Number(b.status === 'failed') - Number(a.status === 'failed'))
}
