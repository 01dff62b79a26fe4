import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { AppDatabase } from '../app-db/schema.ts'
import { holdsWords } from './text-search.ts'

/** Entries kept of each person, and for how long: `docs/operations.md` says so to those who ask. */
export const MOST_ENTRIES = 2_000
export const KEPT_DAYS = 400
const PAGE = 100
const DAY = 86_400_000

export interface NewEntry {
  kind: 'run' | 'explain' | 'profile' | 'export'
  sql: string
  parameters: Record<string, string>
  startedAt: Date
  elapsedMs: number
  rows: number | null
  truncated: boolean
  /** `ok` or the code of what went wrong. */
  outcome: string
  snapshotId: string | null
}

export interface HistoryEntry {
  id: string
  kind: NewEntry['kind']
  sql: string
  parameters: Record<string, string>
  started_at: string
  elapsed_ms: number
  rows: number | null
  truncated: boolean
  outcome: string
  snapshot_id: string | null
}

/** Notes what a person ran. Everybody sees their own entries only. */
export async function remember(db: Kysely<AppDatabase>, user: string, entry: NewEntry): Promise<void> {
  await db
    .insertInto('sql_history')
    .values({
      history_id: randomUUID(),
      user_name: user,
      kind: entry.kind,
      query_text: entry.sql,
      parameters: JSON.stringify(entry.parameters),
      started_at: entry.startedAt.toISOString(),
      elapsed_ms: Math.round(entry.elapsedMs),
      row_count: entry.rows,
      truncated: Number(entry.truncated),
      outcome: entry.outcome,
      snapshot_id: entry.snapshotId,
    })
    .execute()
  await forget(db, user, entry.startedAt)
}

/** Drops what is older than `KEPT_DAYS` or beyond the newest `MOST_ENTRIES`. */
async function forget(db: Kysely<AppDatabase>, user: string, now: Date): Promise<void> {
  const beyond = await db
    .selectFrom('sql_history')
    .select('started_at')
    .where('user_name', '=', user)
    .orderBy('started_at', 'desc')
    .offset(MOST_ENTRIES)
    .limit(1)
    .executeTakeFirst()
  const oldest = new Date(now.getTime() - KEPT_DAYS * DAY).toISOString()
  const last = beyond && beyond.started_at > oldest ? beyond.started_at : oldest
  await db.deleteFrom('sql_history').where('user_name', '=', user).where('started_at', '<=', last).execute()
}

/** A person's newest entries whose text or parameters hold all words of the search. */
export async function historyOf(db: Kysely<AppDatabase>, user: string, search = ''): Promise<HistoryEntry[]> {
  const rows = await db
    .selectFrom('sql_history')
    .selectAll()
    .where('user_name', '=', user)
    .where((eb) => holdsWords([eb.ref('query_text'), eb.ref('parameters')], search))
    .orderBy('started_at', 'desc')
    .orderBy('history_id')
    .limit(PAGE)
    .execute()
  return rows.map(entryOf)
}

/** One entry of a person's own; undefined where there is none. */
export async function historyEntry(
  db: Kysely<AppDatabase>,
  user: string,
  id: string,
): Promise<HistoryEntry | undefined> {
  const row = await db
    .selectFrom('sql_history')
    .selectAll()
    .where('user_name', '=', user)
    .where('history_id', '=', id)
    .executeTakeFirst()
  return row && entryOf(row)
}

const entryOf = (row: AppDatabase['sql_history']): HistoryEntry => ({
  id: row.history_id,
  kind: row.kind,
  sql: row.query_text,
  parameters: JSON.parse(row.parameters) as Record<string, string>,
  started_at: row.started_at,
  elapsed_ms: row.elapsed_ms,
  rows: row.row_count,
  truncated: row.truncated === 1,
  outcome: row.outcome,
  snapshot_id: row.snapshot_id,
})

export async function clearHistory(db: Kysely<AppDatabase>, user: string): Promise<void> {
  await db.deleteFrom('sql_history').where('user_name', '=', user).execute()
}
