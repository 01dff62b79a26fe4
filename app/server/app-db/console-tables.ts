import type { Kysely } from 'kysely'
import type { Role } from '../../access.ts'

/** What the SQL console keeps for people. Parameters are JSON objects of texts as typed, by name. */
export interface ConsoleTables {
  sql_history: {
    history_id: string
    user_name: string
    kind: 'run' | 'explain' | 'profile' | 'export'
    query_text: string
    parameters: string
    started_at: string
    elapsed_ms: number
    /** Null where it gave no rows to count. */
    row_count: number | null
    /** 1: there were more rows than were shown. */
    truncated: number
    /** `ok`, or the code of what went wrong. Never its text: it may quote values. */
    outcome: string
    snapshot_id: string | null
  }
  saved_query: {
    query_id: string
    owner: string
    /** Of the newest version in `saved_query_version`. */
    version: number
    name: string
    folder: string
    description: string
    query_text: string
    parameters: string
    shared_with: Audience
    created_at: string
    updated_at: string
  }
  saved_query_version: {
    query_id: string
    version: number
    name: string
    description: string
    query_text: string
    parameters: string
    saved_at: string
  }
  /** Queries that are too long for an address. */
  sql_link: {
    link_id: string
    created_by: string
    created_at: string
    query_text: string
    parameters: string
    snapshot_id: string | null
  }
}

/** Who reads a saved query beside its owner. */
export type Audience = 'nobody' | 'everyone' | Role

async function createHistory(db: Kysely<ConsoleTables>) {
  await db.schema
    .createTable('sql_history')
    .addColumn('history_id', 'text', (c) => c.primaryKey())
    .addColumn('user_name', 'text', (c) => c.notNull().references('account.user_name').onDelete('cascade'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('query_text', 'text', (c) => c.notNull())
    .addColumn('parameters', 'text', (c) => c.notNull())
    .addColumn('started_at', 'text', (c) => c.notNull())
    .addColumn('elapsed_ms', 'integer', (c) => c.notNull())
    .addColumn('row_count', 'integer')
    .addColumn('truncated', 'integer', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('snapshot_id', 'text')
    .execute()
  await db.schema.createIndex('sql_history_by_user').on('sql_history').columns(['user_name', 'started_at']).execute()
}

async function createSavedQueries(db: Kysely<ConsoleTables>) {
  await db.schema
    .createTable('saved_query')
    .addColumn('query_id', 'text', (c) => c.primaryKey())
    .addColumn('owner', 'text', (c) => c.notNull().references('account.user_name').onDelete('cascade'))
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('folder', 'text', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('query_text', 'text', (c) => c.notNull())
    .addColumn('parameters', 'text', (c) => c.notNull())
    .addColumn('shared_with', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('saved_query_by_owner').on('saved_query').column('owner').execute()
  await db.schema
    .createTable('saved_query_version')
    .addColumn('query_id', 'text', (c) => c.notNull().references('saved_query.query_id').onDelete('cascade'))
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('query_text', 'text', (c) => c.notNull())
    .addColumn('parameters', 'text', (c) => c.notNull())
    .addColumn('saved_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('saved_query_version_key', ['query_id', 'version'])
    .execute()
}

async function createLinks(db: Kysely<ConsoleTables>) {
  await db.schema
    .createTable('sql_link')
    .addColumn('link_id', 'text', (c) => c.primaryKey())
    .addColumn('created_by', 'text', (c) => c.notNull().references('account.user_name').onDelete('cascade'))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('query_text', 'text', (c) => c.notNull())
    .addColumn('parameters', 'text', (c) => c.notNull())
    .addColumn('snapshot_id', 'text')
    .execute()
}

/** Step of `migrations.ts`. */
export async function createConsoleTables<Tables extends ConsoleTables>(db: Kysely<Tables>): Promise<void> {
  const console = db as unknown as Kysely<ConsoleTables>
  await createHistory(console)
  await createSavedQueries(console)
  await createLinks(console)
}
