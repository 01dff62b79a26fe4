import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { addressOf } from '../../sql/address.ts'
import type { AppDatabase } from '../app-db/schema.ts'

export interface LinkedQuery {
  sql: string
  parameters: Record<string, string>
  snapshotId: string | null
}

/** Keeps a query that is too long for an address. Whoever has the id, and may open the console, can read it. */
export async function keepLink(db: Kysely<AppDatabase>, user: string, query: LinkedQuery): Promise<string> {
  const id = randomBytes(16).toString('base64url')
  await db
    .insertInto('sql_link')
    .values({
      link_id: id,
      created_by: user,
      created_at: new Date().toISOString(),
      query_text: query.sql,
      parameters: JSON.stringify(query.parameters),
      snapshot_id: query.snapshotId,
    })
    .execute()
  return id
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
