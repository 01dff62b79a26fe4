import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { addressOf } from '../../sql/address.ts'
import type { AppDatabase } from '../app-db/schema.ts'

export interface LinkedQuery {
  sql: string
  parameters: Record<string, string>
  snapshotId: string | null
}

/** Links kept of each person: beyond them the oldest is forgotten. */
export const MOST_LINKS = 1_000

/** Keeps a query that is too long for an address; the same one of the same person under the same id. Whoever has the id, and may open the console, can read it. */
export async function keepLink(db: Kysely<AppDatabase>, user: string, query: LinkedQuery): Promise<string> {
  const parameters = JSON.stringify(query.parameters)
  const same = await db
    .selectFrom('sql_link')
    .select('link_id')
    .where('created_by', '=', user)
    .where('query_text', '=', query.sql)
    .where('parameters', '=', parameters)
    .where((eb) =>
      query.snapshotId === null ? eb('snapshot_id', 'is', null) : eb('snapshot_id', '=', query.snapshotId),
    )
    .executeTakeFirst()
  if (same) return same.link_id
  const id = randomBytes(16).toString('base64url')
  await db
    .insertInto('sql_link')
    .values({
      link_id: id,
      created_by: user,
      created_at: new Date().toISOString(),
      query_text: query.sql,
      parameters,
      snapshot_id: query.snapshotId,
    })
    .execute()
  await forgetOldest(db, user)
  return id
}

async function forgetOldest(db: Kysely<AppDatabase>, user: string): Promise<void> {
  const beyond = await db
    .selectFrom('sql_link')
    .select(['link_id'])
    .where('created_by', '=', user)
    .orderBy('created_at', 'desc')
    .orderBy('link_id')
    .offset(MOST_LINKS)
    .limit(100)
    .execute()
  if (beyond.length === 0) return
  const ids = beyond.map(({ link_id }) => link_id)
  await db.deleteFrom('sql_link').where('link_id', 'in', ids).execute()
}

/** Where a query opens in the console: by its text, or by an id where that is too long for an address. */
export async function addressFor(db: Kysely<AppDatabase>, user: string, query: LinkedQuery): Promise<string> {
  return addressOf(query) ?? `/sql?link=${await keepLink(db, user, query)}`
}

/** Null where there is no such link. */
export async function linkedQuery(db: Kysely<AppDatabase>, id: string): Promise<LinkedQuery | null> {
  const row = await db.selectFrom('sql_link').selectAll().where('link_id', '=', id).executeTakeFirst()
  if (!row) return null
  return {
    sql: row.query_text,
    parameters: JSON.parse(row.parameters) as Record<string, string>,
    snapshotId: row.snapshot_id,
  }
}
