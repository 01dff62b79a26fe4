import { sql, type Kysely } from 'kysely'
import { asked, askedOne } from '../db/asked.ts'
import { oncePerSnapshot } from '../db/once.ts'
import type { Snapshot } from '../db/snapshot.ts'
import { lastDayOfData } from '../filter/last-day.ts'
import type { Database } from '../schema.ts'
import type { CheckRow } from './data-types.ts'
import type { DataState } from '../overview/overview-types.ts'
import { feedFreshness, freshnessRows } from './freshness.ts'

/** Checks of the newest run that has any. */
export const newestChecks = (db: Kysely<Database>): Promise<CheckRow[]> =>
  oncePerSnapshot(db, 'checks', () =>
    db
      .selectFrom('ops.check as c')
      .select(['c.run_id', 'c.check_name', 'c.severity', 'c.passed', 'c.measured', 'c.expected', 'c.detail'])
      .where('c.run_id', '=', (eb) => eb.selectFrom('ops.check as n').select(sql<string>`max(n.run_id)`.as('run_id')))
      .orderBy('c.passed')
      .orderBy('c.check_name')
      .$call(asked('data.checks')),
  )

/** How fresh and how sound the data is. */
export async function dataState(db: Kysely<Database>, snapshot: Snapshot): Promise<DataState> {
  const [freshness, checks, rejects, last_day] = await Promise.all([
    freshnessRows(db),
    newestChecks(db),
    oncePerSnapshot(db, 'rejects', () =>
      db
        .selectFrom('ops.reject')
        .select(sql<number>`count(*)`.as('rows'))
        .$call(askedOne('data.rejected_rows')),
    ),
    lastDayOfData(db),
  ])
  return {
    published_at: snapshot.published_at,
    is_demo: snapshot.is_demo,
    last_day,
    rejected_rows: rejects.rows,
    failed_checks: checks.filter((check) => !check.passed).length,
    feeds: feedFreshness(freshness),
  }
}
