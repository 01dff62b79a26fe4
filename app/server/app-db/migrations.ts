import type { Kysely } from 'kysely'
import { createAttemptTables } from './attempt-tables.ts'
import { createCaseTables } from './case-tables.ts'
import { createConsoleTables } from './console-tables.ts'
import { createDeviationTables } from './deviation-tables.ts'
import { createOidcTables } from './oidc-tables.ts'
import { createPeopleTables } from './people-tables.ts'
import { createPlanTables } from './plan-tables.ts'
import type { AppDatabase } from './schema.ts'

type Step = (db: Kysely<AppDatabase>) => Promise<void>

async function createAccounts(db: Kysely<AppDatabase>) {
  await db.schema
    .createTable('account')
    .addColumn('user_name', 'text', (c) => c.primaryKey())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('password_hash', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('password_changed_at', 'text', (c) => c.notNull())
    .addColumn('disabled', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await db.schema
    .createTable('session')
    .addColumn('token_hash', 'text', (c) => c.primaryKey())
    .addColumn('user_name', 'text', (c) => c.notNull().references('account.user_name').onDelete('cascade'))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('last_seen_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .addColumn('revoked_at', 'text')
    .execute()
  await db.schema.createIndex('session_by_user').on('session').column('user_name').execute()
  await db.schema
    .createTable('audit_event')
    .addColumn('event_id', 'text', (c) => c.primaryKey())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('user_name', 'text')
    .addColumn('client_ip', 'text')
    .addColumn('detail', 'text')
    .execute()
  await db.schema.createIndex('audit_event_by_time').on('audit_event').column('at').execute()
}

/** In order; place in the list + 1 is the version. A step that has been released is never changed. */
const STEPS: Step[] = [
  createAccounts,
  createConsoleTables,
  createDeviationTables,
  createPlanTables,
  createCaseTables,
  createPeopleTables,
  createOidcTables,
  createAttemptTables,
]

/** Brings the application's database to this program's version. @returns the version that it found */
export async function migrate(db: Kysely<AppDatabase>): Promise<number> {
  await db.schema
    .createTable('schema_migration')
    .ifNotExists()
    .addColumn('version', 'integer', (c) => c.primaryKey())
    .addColumn('applied_at', 'text', (c) => c.notNull())
    .execute()
  const rows = await db.selectFrom('schema_migration').select('version').execute()
  const found = Math.max(0, ...rows.map((row) => row.version))
  for (const [place, step] of STEPS.entries()) {
    const version = place + 1
    if (version <= found) continue
    await db.transaction().execute(async (transaction) => {
      await step(transaction)
      await transaction
        .insertInto('schema_migration')
        .values({ version, applied_at: new Date().toISOString() })
        .execute()
    })
  }
  return found
}

export const APP_SCHEMA_VERSION = STEPS.length
