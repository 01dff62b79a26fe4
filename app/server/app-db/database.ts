import { existsSync, statSync } from 'node:fs'
import { chmod, rename } from 'node:fs/promises'
import path from 'node:path'
import { Kysely, sql, SqliteDialect, type SqliteDatabase } from 'kysely'
import Database from 'libsql'
import { ConfigError } from '../errors.ts'
import { APP_SCHEMA_VERSION, migrate } from './migrations.ts'
import { openPostgres } from './postgres.ts'
import { missingOf } from './schema-check.ts'
import type { AppDatabase } from './schema.ts'
import { isPostgres } from './turns.ts'

/** Codes with which SQLite says that a file is no database, or no whole one. */
const DAMAGE = /^SQLITE_(NOTADB|CORRUPT|IOERR_SHORT_READ)/

const NOT_RESET =
  '--reset-accounts is for DATA_DIR/app.db. With APP_DATABASE_URL restore the backup of the database, or make another and name that.'

class DamagedError extends Error {}

/**
 * Opens the database that `url` names, else `DATA_DIR/app.db`, mode 0600, and brings it to this program's version. A damaged file
 * is never replaced in silence: with `resetAccounts` it is set aside under another name and a new one is made.
 * @throws {ConfigError} {AppDatabaseAwayError}
 */
export async function openAppDatabase(
  dataDir: string,
  { resetAccounts = false, url = null }: { resetAccounts?: boolean; url?: string | null } = {},
): Promise<Kysely<AppDatabase>> {
  if (url !== null) {
    if (resetAccounts) throw new ConfigError(NOT_RESET)
    return openPostgres(url)
  }
  const file = path.join(dataDir, 'app.db')
  try {
    return await open(file)
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    if (!isDamage(cause)) {
      throw new ConfigError(
        `${file} cannot be opened (${why}). Check the folder's rights, or restore the file's backup.`,
        { cause },
      )
    }
    if (!resetAccounts) {
      throw new ConfigError(
        `${file} is damaged (${why}): users, saved queries and the trail are in it. Restore the file's backup, ` +
          `or start anew with npm start -- --reset-accounts: it is kept under another name and new accounts are made.`,
        { cause },
      )
    }
    const aside = await setAside(file)
    process.stderr.write(`${file} was damaged (${why}) and is now ${aside}. Accounts are made anew.\n`)
    return openAppDatabase(dataDir)
  }
}

const isDamage = (cause: unknown): boolean =>
  cause instanceof DamagedError || DAMAGE.test((cause as { code?: string } | null)?.code ?? '')

async function open(file: string): Promise<Kysely<AppDatabase>> {
  // SQLite takes an empty file for a new database.
  if (existsSync(file) && statSync(file).size === 0) throw new DamagedError('it is empty')
  let db: Kysely<AppDatabase> | undefined
  const connection = new Database(file)
  try {
    // Readers do not wait for a writer; a second process (accounts.ts) waits for its turn instead of failing.
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON')
    const [found] = connection.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[]
    if (found?.quick_check !== 'ok') throw new DamagedError(found?.quick_check.split('\n')[1] ?? 'its check fails')
    await chmod(file, 0o600)
    db = new Kysely<AppDatabase>({ dialect: new SqliteDialect({ database: connection as unknown as SqliteDatabase }) })
    const version = await migrate(db)
    // What is in the log alone would be lost with it: a copy of the file should hold what there was at start.
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    if (version > APP_SCHEMA_VERSION) {
      throw new ConfigError(
        `${file} has version ${version}, this program knows ${APP_SCHEMA_VERSION}. Start the newer program, or restore the file's backup.`,
      )
    }
    const missing = await missingOf(db)
    if (missing) throw new DamagedError(missing)
    return db
  } catch (cause) {
    if (db) await db.destroy()
    else connection.close()
    throw cause
  }
}

/** Ends the connections; of a file, moves what is in the log into it: what is copied then is whole. */
export async function closeAppDatabase(db: Kysely<AppDatabase>): Promise<void> {
  if (!isPostgres(db)) await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db).catch(() => {})
  await db.destroy()
}

/** @returns the name that the file has now; its log goes with it */
async function setAside(file: string): Promise<string> {
  const aside = `${file}.damaged-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`
  for (const end of ['', '-wal', '-shm']) {
    if (existsSync(file + end)) await rename(file + end, aside + end)
  }
  return aside
}
