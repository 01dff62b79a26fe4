import { Kysely, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { AppDatabaseAwayError, ConfigError } from '../errors.ts'
import { APP_SCHEMA_VERSION, migrate } from './migrations.ts'
import { AppPostgresDialect } from './postgres-words.ts'
import type { AppDatabase } from './schema.ts'
import { storable } from './text.ts'
import { inTurn } from './turns.ts'

/** Connections of one dashboard process. */
const MOST_CONNECTIONS = 10
const CONNECT_MS = 5_000
/** No statement of ours takes a second; what waits longer waits for somebody who hangs. */
const STATEMENT_MS = 15_000
/** Types of counts and keys (`bigint`), and of sums over them (`numeric`). */
const NUMBERS = [20, 1700]

/** SQLSTATEs of a server that stops, starts, is full, only reads, or lets us wait for too long. */
const AWAY = /^(08|53|57P|57014|55P03|25006)/
/** Of a server that is there and does not let us in, or has no such database: waiting does not help. */
const REFUSED = /^(28|3D|42501)/

/** Host, port and database: all that may be said of an address, which may hold a password. */
export function withoutPassword(url: string): string {
  const { host, pathname, searchParams } = new URL(url)
  return `${searchParams.get('host') ?? host}${pathname}`
}

const isAway = (cause: unknown) => !(cause instanceof pg.DatabaseError) || AWAY.test(cause.code ?? '')

const whyOf = (cause: unknown): string => {
  const { code, message } = cause as { code?: string; message?: string }
  return code ?? message?.split('\n')[0] ?? 'no answer'
}

/** Says of a failure whether the database is away; what it said about a statement goes through. */
const told = (cause: unknown, where: string): unknown =>
  isAway(cause) ? new AppDatabaseAwayError(where, whyOf(cause), { cause }) : cause

const asKept = (value: unknown) => (typeof value === 'string' ? storable(value) : value)

class Client {
  readonly #client: pg.PoolClient
  readonly #where: string

  constructor(client: pg.PoolClient, where: string) {
    this.#client = client
    this.#where = where
  }

  async query(sql: string, parameters: readonly unknown[]) {
    try {
      return await this.#client.query(sql, parameters.map(asKept))
    } catch (cause) {
      throw told(cause, this.#where)
    }
  }

  release(destroy?: boolean): void {
    this.#client.release(destroy)
  }
}

/** Connections that are made when they are needed, so that a database that was away is used again as soon as it is back. */
function poolOf(url: string): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    keepAlive: true,
    application_name: 'isocenter',
    // As numbers, as SQLite gives them; none of them comes near 2^53.
    types: { getTypeParser: (oid, format) => (NUMBERS.includes(oid) ? Number : pg.types.getTypeParser(oid, format)) },
  })
  const where = withoutPassword(url)
  // A connection that breaks is told to whoever asks by it; one that breaks while nobody does would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    connect: async () => {
      try {
        return new Client(await pool.connect(), where) as unknown as PostgresPoolClient
      } catch (cause) {
        throw told(cause, where)
      }
    },
    end: () => pool.end(),
  }
}

/**
 * The application's state in PostgreSQL, brought to this program's version. Several processes may begin at once.
 * @throws {ConfigError} where the server refuses us or has no such database
 * @throws {AppDatabaseAwayError} where it does not answer now
 */
export async function openPostgres(url: string): Promise<Kysely<AppDatabase>> {
  const db = new Kysely<AppDatabase>({ dialect: new AppPostgresDialect({ pool: poolOf(url) }) })
  try {
    const version = await inTurn(db, 'migration', migrate)
    if (version > APP_SCHEMA_VERSION) {
      throw new ConfigError(
        `${withoutPassword(url)} has version ${version}, this program knows ${APP_SCHEMA_VERSION}. Start the newer program, or restore the database's backup.`,
      )
    }
    return db
  } catch (cause) {
    await db.destroy()
    if (!(cause instanceof pg.DatabaseError) || !REFUSED.test(cause.code ?? '')) throw cause
    throw new ConfigError(
      `APP_DATABASE_URL: ${withoutPassword(url)} refuses this program (${cause.message}). Mend the name, the password or the ` +
        'rights, or make the database: docs/deployment says how.',
      { cause },
    )
  }
}
