import { sql, type Kysely } from 'kysely'
import { chained, FIRST_HASH } from '../audit/chain.ts'

/** What belongs to people beside their accounts, and the trail of what they did. */
export interface PeopleTables {
  /** A link by which somebody sets a new password, once. */
  reset_link: {
    /** SHA-256 of the link's token. */
    token_hash: string
    user_name: string
    created_by: string
    created_at: string
    expires_at: string
    used_at: string | null
  }
  /** Reads twins with the rights of its person, for their scope or a part of it. */
  api_token: {
    token_id: string
    /** SHA-256 of the token. */
    token_hash: string
    user_name: string
    name: string
    /** JSON list of center codes that it is narrowed to; null for all of its person's. */
    centers: string | null
    created_by: string
    created_at: string
    expires_at: string
    last_used_at: string | null
    revoked_at: string | null
  }
  second_factor: {
    user_name: string
    /** Base32, as authenticators take it. */
    secret: string
    /** Null until the first code has shown that the secret arrived. */
    confirmed_at: string | null
    /** The newest 30-second step whose code was taken: none is taken twice. */
    last_step: number
  }
  recovery_code: {
    code_hash: string
    user_name: string
    used_at: string | null
  }
  /** Who used which page on which day, and how often. */
  page_use: {
    user_name: string
    page: string
    day: string
    reads: number
  }
  /** The trail. Each entry holds the hash of the one before it: `app/server/audit/chain.ts`. */
  audit_entry: {
    /** From 1, without gaps. */
    seq: number
    at: string
    kind: string
    user_name: string | null
    client_ip: string | null
    detail: string | null
    previous_hash: string
    hash: string
  }
}

async function widenAccounts(db: Kysely<PeopleTables>) {
  const alter = db.schema.alterTable('account')
  for (const [name, fallback] of [
    ['roles', ''],
    ['display_name', ''],
    ['scope_kind', 'all'],
    ['scope_values', '[]'],
  ] as const) {
    await alter.addColumn(name, 'text', (c) => c.notNull().defaultTo(fallback)).execute()
  }
  await alter.addColumn('must_change_password', 'integer', (c) => c.notNull().defaultTo(0)).execute()
  await alter.addColumn('last_sign_in_at', 'text').execute()
  await sql`UPDATE account SET roles = role`.execute(db)
  await alter.dropColumn('role').execute()
  const session = db.schema.alterTable('session')
  await session.addColumn('client_ip', 'text').execute()
  await session.addColumn('user_agent', 'text').execute()
}

async function createKeys(db: Kysely<PeopleTables>) {
  const owned = (table: string) =>
    db.schema
      .createTable(table)
      .addColumn('user_name', 'text', (c) => c.notNull().references('account.user_name').onDelete('cascade'))
  await owned('reset_link')
    .addColumn('token_hash', 'text', (c) => c.primaryKey())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .addColumn('used_at', 'text')
    .execute()
  await owned('api_token')
    .addColumn('token_id', 'text', (c) => c.primaryKey())
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('centers', 'text')
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .addColumn('last_used_at', 'text')
    .addColumn('revoked_at', 'text')
    .execute()
  await owned('second_factor')
    .addColumn('secret', 'text', (c) => c.notNull())
    .addColumn('confirmed_at', 'text')
    .addColumn('last_step', 'integer', (c) => c.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('second_factor_key', ['user_name'])
    .execute()
  await owned('recovery_code')
    .addColumn('code_hash', 'text', (c) => c.primaryKey())
    .addColumn('used_at', 'text')
    .execute()
  await owned('page_use')
    .addColumn('page', 'text', (c) => c.notNull())
    .addColumn('day', 'text', (c) => c.notNull())
    .addColumn('reads', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('page_use_key', ['user_name', 'page', 'day'])
    .execute()
}

interface OldEvent {
  at: string
  kind: string
  user_name: string | null
  client_ip: string | null
  detail: string | null
}

/** The trail as it was becomes the beginning of the chain. */
async function createTrail(db: Kysely<PeopleTables>) {
  await db.schema
    .createTable('audit_entry')
    .addColumn('seq', 'integer', (c) => c.primaryKey())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('user_name', 'text')
    .addColumn('client_ip', 'text')
    .addColumn('detail', 'text')
    .addColumn('previous_hash', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('audit_entry_by_time').on('audit_entry').column('at').execute()
  await db.schema.createIndex('audit_entry_by_user').on('audit_entry').columns(['user_name', 'seq']).execute()
  const { rows } =
    await sql<OldEvent>`SELECT at, kind, user_name, client_ip, detail FROM audit_event ORDER BY at`.execute(db)
  let previous = FIRST_HASH
  for (const [place, old] of rows.entries()) {
    const entry = chained({ seq: place + 1, ...old }, previous)
    await db.insertInto('audit_entry').values(entry).execute()
    previous = entry.hash
  }
  await db.schema.dropTable('audit_event').execute()
}

/** Step of `migrations.ts`. */
export async function createPeopleTables<Tables extends PeopleTables>(db: Kysely<Tables>): Promise<void> {
  const people = db as unknown as Kysely<PeopleTables>
  await widenAccounts(people)
  await createKeys(people)
  await createTrail(people)
}
