import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Role } from '../../access.ts'
import type { Audience } from '../app-db/console-tables.ts'
import type { AppDatabase } from '../app-db/schema.ts'
import { AppError } from '../errors.ts'
import { holdsWords } from './text-search.ts'

/** Not there, or not for this person: which of the two is nobody's business. */
export class SavedQueryNotFoundError extends AppError {
  readonly code = 'app/not-found'

  constructor() {
    super('There is no such saved query, or it is not shared with you. Ask its owner to share it.')
  }
}

/** Saved queries of one person, and versions of each. */
export const MOST_SAVED = 500
export const MOST_VERSIONS = 100

/** The person has as many as one may have. */
export class TooManySavedError extends AppError {
  readonly code = 'app/too-many'

  constructor() {
    super(`You have ${MOST_SAVED} saved queries, which is the most. Delete one first.`)
  }
}

export interface Reader {
  user_name: string
  roles: readonly Role[]
  /** Codes of centers that are not theirs: what others saved about these is not for them. */
  foreign?: readonly string[]
}

export interface SavedQueryInput {
  name: string
  folder: string
  description: string
  sql: string
  parameters: Record<string, string>
  shared_with: Audience
}

export interface SavedQuery extends SavedQueryInput {
  id: string
  owner: string
  version: number
  created_at: string
  updated_at: string
}

export interface SavedVersion {
  version: number
  name: string
  description: string
  sql: string
  parameters: Record<string, string>
  saved_at: string
}

type Row = AppDatabase['saved_query']

const queryOf = ({ query_id, query_text, parameters, ...row }: Row): SavedQuery => ({
  ...row,
  id: query_id,
  sql: query_text,
  parameters: JSON.parse(parameters) as Record<string, string>,
})

/** What a reader may see: their own, and what is shared with everyone or with one of their roles. */
function visible(db: Kysely<AppDatabase>, reader: Reader) {
  return db
    .selectFrom('saved_query')
    .selectAll()
    .where((eb) =>
      eb.or([eb('owner', '=', reader.user_name), eb('shared_with', 'in', ['everyone', ...reader.roles] as Audience[])]),
    )
}

/** Whether a query of somebody else tells of a center that the reader does not work for, in whatever it says. */
function tellsOfOthers(owner: string, said: object, { user_name, foreign = [] }: Reader): boolean {
  if (owner === user_name || foreign.length === 0) return false
  const text = JSON.stringify(said)
  return foreign.some((code) => text.includes(code))
}

/** By folder and name; `search` are words of the name, folder, description or text. */
export async function savedQueriesFor(db: Kysely<AppDatabase>, reader: Reader, search = ''): Promise<SavedQuery[]> {
  const rows = await visible(db, reader)
    .where((eb) => holdsWords([eb.ref('name'), eb.ref('folder'), eb.ref('description'), eb.ref('query_text')], search))
    .orderBy('folder')
    .orderBy('name')
    .orderBy('query_id')
    .execute()
  return rows.map(queryOf).filter((query) => !tellsOfOthers(query.owner, query, reader))
}

/** @throws {SavedQueryNotFoundError} */
export async function savedQuery(db: Kysely<AppDatabase>, reader: Reader, id: string): Promise<SavedQuery> {
  const row = await visible(db, reader).where('query_id', '=', id).executeTakeFirst()
  const query = row && queryOf(row)
  if (!query || tellsOfOthers(query.owner, query, reader)) throw new SavedQueryNotFoundError()
  return query
}

const columnsOf = (input: SavedQueryInput) => ({
  name: input.name,
  folder: input.folder,
  description: input.description,
  query_text: input.sql,
  parameters: JSON.stringify(input.parameters),
  shared_with: input.shared_with,
})

const versionOf = (id: string, version: number, input: SavedQueryInput, savedAt: string) => ({
  query_id: id,
  version,
  name: input.name,
  description: input.description,
  query_text: input.sql,
  parameters: JSON.stringify(input.parameters),
  saved_at: savedAt,
})

/** @returns the new query's id @throws {TooManySavedError} */
export async function createSavedQuery(
  db: Kysely<AppDatabase>,
  owner: string,
  input: SavedQueryInput,
  now = new Date(),
): Promise<string> {
  const id = randomUUID()
  const at = now.toISOString()
  await db.transaction().execute(async (transaction) => {
    const { n } = await transaction
      .selectFrom('saved_query')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('owner', '=', owner)
      .executeTakeFirstOrThrow()
    if (Number(n) >= MOST_SAVED) throw new TooManySavedError()
    await transaction
      .insertInto('saved_query')
      .values({ query_id: id, owner, version: 1, created_at: at, updated_at: at, ...columnsOf(input) })
      .execute()
    await transaction
      .insertInto('saved_query_version')
      .values(versionOf(id, 1, input, at))
      .execute()
  })
  return id
}

/** Saves a new version; what was there stays among the newest `MOST_VERSIONS` versions. Owners only. @throws {SavedQueryNotFoundError} */
export async function updateSavedQuery(
  db: Kysely<AppDatabase>,
  owner: string,
  id: string,
  input: SavedQueryInput,
  now = new Date(),
): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const changed = await transaction
      .updateTable('saved_query')
      .set((eb) => ({ ...columnsOf(input), version: eb('version', '+', 1), updated_at: now.toISOString() }))
      .where('query_id', '=', id)
      .where('owner', '=', owner)
      .returning('version')
      .executeTakeFirst()
    if (!changed) throw new SavedQueryNotFoundError()
    await transaction
      .insertInto('saved_query_version')
      .values(versionOf(id, changed.version, input, now.toISOString()))
      .execute()
    await transaction
      .deleteFrom('saved_query_version')
      .where('query_id', '=', id)
      .where('version', '<=', changed.version - MOST_VERSIONS)
      .execute()
    return changed.version
  })
}

/** All versions, newest first, for whoever may read the query. @throws {SavedQueryNotFoundError} */
export async function versionsOf(db: Kysely<AppDatabase>, reader: Reader, id: string): Promise<SavedVersion[]> {
  const { owner } = await savedQuery(db, reader, id)
  const rows = await db
    .selectFrom('saved_query_version')
    .selectAll()
    .where('query_id', '=', id)
    .orderBy('version', 'desc')
    .execute()
  const versions = rows.map(({ query_text, parameters, version, name, description, saved_at }) => ({
    version,
    name,
    description,
    sql: query_text,
    parameters: JSON.parse(parameters) as Record<string, string>,
    saved_at,
  }))
  return versions.filter((version) => !tellsOfOthers(owner, version, reader))
}

/** Makes an old version the newest again, as one more version. Owners only. @throws {SavedQueryNotFoundError} */
export async function restoreVersion(
  db: Kysely<AppDatabase>,
  owner: Reader,
  id: string,
  version: number,
): Promise<number> {
  const current = await savedQuery(db, owner, id)
  const old = (await versionsOf(db, owner, id)).find((one) => one.version === version)
  if (!old) throw new SavedQueryNotFoundError()
  const { name, description, sql, parameters } = old
  return updateSavedQuery(db, owner.user_name, id, { ...current, name, description, sql, parameters })
}

/** With all its versions. Owners only. @throws {SavedQueryNotFoundError} */
export async function deleteSavedQuery(db: Kysely<AppDatabase>, owner: string, id: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const gone = await transaction
      .deleteFrom('saved_query')
      .where('query_id', '=', id)
      .where('owner', '=', owner)
      .returning('query_id')
      .executeTakeFirst()
    if (!gone) throw new SavedQueryNotFoundError()
    await transaction.deleteFrom('saved_query_version').where('query_id', '=', id).execute()
  })
}
