import type { Kysely } from 'kysely'

/** What signing in by an identity provider keeps. */
export interface OidcTables {
  /** Somebody as the provider knows them, and whose account that is: one of each issuer at most. */
  external_identity: {
    issuer: string
    /** `sub`: never given to another person, unlike names and addresses. */
    subject: string
    user_name: string
    linked_at: string
    last_sign_in_at: string
  }
  /** A sign-in that was begun, until somebody comes back from the provider: once. */
  provider_sign_in: {
    /** SHA-256 of the state. */
    state_hash: string
    /** SHA-256 of the cookie's token: only the browser that went comes back. */
    browser_hash: string
    nonce: string
    code_verifier: string
    next: string
    client_ip: string
    created_at: string
    expires_at: string
  }
}

/** Step of `migrations.ts`. */
export async function createOidcTables<Tables extends OidcTables>(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('external_identity')
    .addColumn('issuer', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('user_name', 'text', (c) => c.notNull().references('account.user_name').onDelete('cascade'))
    .addColumn('linked_at', 'text', (c) => c.notNull())
    .addColumn('last_sign_in_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('external_identity_key', ['issuer', 'subject'])
    .addUniqueConstraint('external_identity_of_account', ['user_name'])
    .execute()
  await db.schema
    .createTable('provider_sign_in')
    .addColumn('state_hash', 'text', (c) => c.primaryKey())
    .addColumn('browser_hash', 'text', (c) => c.notNull())
    .addColumn('nonce', 'text', (c) => c.notNull())
    .addColumn('code_verifier', 'text', (c) => c.notNull())
    .addColumn('next', 'text', (c) => c.notNull())
    .addColumn('client_ip', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('provider_sign_in_by_address')
    .on('provider_sign_in')
    .columns(['client_ip', 'created_at'])
    .execute()
  const session = db.schema.alterTable('session')
  await session.addColumn('by_provider', 'integer', (c) => c.notNull().defaultTo(0)).execute()
  await session.addColumn('id_token', 'text').execute()
}
