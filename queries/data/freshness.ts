import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { oncePerSnapshot } from '../db/once.ts'
import type { Database } from '../schema.ts'
import type { FreshnessRow } from './data-types.ts'
import type { FeedFreshness } from '../overview/overview-types.ts'

const STALE_MILLISECONDS = 3 * 86_400_000

export const FEEDS = [
  { feed: 'exams', table: 'main.exam', at: 'updated_at' },
  { feed: 'scanner_log', table: 'main.acquisition', at: 'started_at' },
  { feed: 'ai_results', table: 'main.ai_result', at: 'updated_at' },
  { feed: 'billing', table: 'main.charge', at: 'updated_at' },
  { feed: 'costs', table: 'main.cost', at: 'updated_at' },
] as const

type Feed = (typeof FEEDS)[number]['feed']
type Newest = { center_code: string; newest_at: string | null; rows: number }

async function newestByCenter(db: Kysely<Database>, feed: string, table: string, at: string): Promise<Newest[]> {
  return db
    .selectFrom(sql<{ center_code: string }>`${sql.table(table)}`.as('f'))
    .select([
      'f.center_code',
      sql<string | null>`max(${sql.ref(`f.${at}`)})`.as('newest_at'),
      sql<number>`count(*)`.as('rows'),
    ])
    .groupBy('f.center_code')
    .orderBy('f.center_code')
    .$call(asked(`data.freshness_${feed}`))
}

/** Ledgers come once a month and are not late for days; for the rest three days behind the feed's newest is stale. */
function isStale(feed: Feed, newest: string | null, feedNewest: string | null): boolean {
  if (feed === 'costs' || newest === null || feedNewest === null) return false
  return Date.parse(feedNewest) - Date.parse(newest) > STALE_MILLISECONDS
}

/**
 * What at least half of the centers have reached, and those that reach further within the days that are not stale: one
 * `updated_at` of 2099 makes no other center stale.
 */
function reachedByMost(newest: string[]): string | null {
  const times = [...newest].sort()
  const most = times[Math.floor(times.length / 2)]
  if (most === undefined) return null
  return times.filter((at) => Date.parse(at) - Date.parse(most) <= STALE_MILLISECONDS).at(-1) ?? most
}

async function ask(db: Kysely<Database>): Promise<FreshnessRow[]> {
  const feeds = await Promise.all(
    FEEDS.map(async ({ feed, table, at }) => {
      const rows = await newestByCenter(db, feed, table, at)
      const newest = reachedByMost(rows.flatMap((row) => row.newest_at ?? []))
      return rows.map((row) => ({ feed, ...row, stale: isStale(feed, row.newest_at, newest) }))
    }),
  )
  return feeds.flat()
}

/** Newest row of each feed and center. */
export const freshnessRows = (db: Kysely<Database>) => oncePerSnapshot(db, 'freshness', ask)

/** The same by feed, also of feeds that never came. */
export function feedFreshness(rows: FreshnessRow[]): FeedFreshness[] {
  return FEEDS.map(({ feed }) => {
    const mine = rows.filter((row) => row.feed === feed)
    const newest = mine
      .map((row) => row.newest_at ?? '')
      .sort()
      .at(-1)
    return {
      feed,
      newest_at: newest || null,
      centers: mine.length,
      stale_centers: mine.filter((row) => row.stale).length,
    }
  })
}
