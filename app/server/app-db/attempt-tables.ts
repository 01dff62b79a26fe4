import type { Kysely } from 'kysely'

/** Failed tries of passwords and codes, for as long as they count: every process that shares the database slows them down. */
export interface AttemptTables {
  failed_attempt: {
    attempt_id: string
    /** SHA-256 of what is counted: a name, an address, both. What was typed as a name may be a password. */
    bucket: string
    at: string
  }
}

/** Step of `migrations.ts`. */
export async function createAttemptTables<Tables extends AttemptTables>(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('failed_attempt')
    .addColumn('attempt_id', 'text', (c) => c.primaryKey())
    .addColumn('bucket', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('failed_attempt_by_bucket').on('failed_attempt').columns(['bucket', 'at']).execute()
  await db.schema.createIndex('failed_attempt_by_time').on('failed_attempt').column('at').execute()
}
