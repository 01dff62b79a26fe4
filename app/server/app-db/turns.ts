import { PostgresAdapter, sql, type Kysely, type Transaction } from 'kysely'
import type { AppDatabase } from './schema.ts'

/** What only one process of all that share a database does at a time. The numbers are the keys of its locks. */
const TURNS = { migration: 1, first_accounts: 2, trail: 3, people: 4, cases: 5, attempts: 6, factors: 7, links: 8 }
export type Turn = keyof typeof TURNS

/** Sets our locks apart from those of other programs in the same database. */
const OURS = 0x150ce7

export const isPostgres = (db: Kysely<AppDatabase>): boolean => db.getExecutor().adapter instanceof PostgresAdapter

/**
 * A transaction that no other of the same turn runs beside, in any process: what it reads still holds when it writes.
 * SQLite has one writer, and one connection in a process.
 * @param work takes the transaction; `db` itself would wait for it
 */
export function alone<Result>(
  db: Kysely<AppDatabase>,
  turn: Turn,
  work: (transaction: Transaction<AppDatabase>) => Promise<Result>,
): Promise<Result> {
  return db.transaction().execute(async (transaction) => {
    if (isPostgres(db)) await sql`SELECT pg_advisory_xact_lock(${OURS}::int, ${TURNS[turn]}::int)`.execute(transaction)
    return work(transaction)
  })
}

/**
 * The same for what is not done when a transaction ends: the turn is kept until the work has ended, whatever it writes
 * beside the database. For PostgreSQL.
 */
export function inTurn<Result>(
  db: Kysely<AppDatabase>,
  turn: Turn,
  work: (connection: Kysely<AppDatabase>) => Promise<Result>,
): Promise<Result> {
  return db.connection().execute(async (connection) => {
    await sql`SELECT pg_advisory_lock(${OURS}::int, ${TURNS[turn]}::int)`.execute(connection)
    try {
      return await work(connection)
    } finally {
      // A connection that broke has given its locks back.
      await sql`SELECT pg_advisory_unlock(${OURS}::int, ${TURNS[turn]}::int)`.execute(connection).catch(() => {})
    }
  })
}
