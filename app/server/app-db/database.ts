import { chmod } from 'node:fs/promises'
import path from 'node:path'
import { Kysely, SqliteDialect, type SqliteDatabase } from 'kysely'
import Database from 'libsql'
import { ConfigError } from '../errors.ts'
import { APP_SCHEMA_VERSION, migrate } from './migrations.ts'
import type { AppDatabase } from './schema.ts'

/** Opens `DATA_DIR/app.db`, mode 0600, and brings it to this program's version. @throws {ConfigError} */
export async function openAppDatabase(dataDir: string): Promise<Kysely<AppDatabase>> {
  const file = path.join(dataDir, 'app.db')
  let db: Kysely<AppDatabase> | undefined
  try {
    const connection = new Database(file)
    // Readers do not wait for a writer; a second process (accounts.ts) waits for its turn instead of failing.
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON')
    await chmod(file, 0o600)
    db = new Kysely<AppDatabase>({ dialect: new SqliteDialect({ database: connection as unknown as SqliteDatabase }) })
    const found = await migrate(db)
    if (found > APP_SCHEMA_VERSION) {
      throw new ConfigError(
        `${file} has version ${found}, this program knows ${APP_SCHEMA_VERSION}. Start the newer program, or restore the file's backup.`,
      )
    }
    return db
  } catch (cause) {
    await db?.destroy()
    if (cause instanceof ConfigError) throw cause
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new ConfigError(
      `${file} cannot be opened (${why}). Check the folder's rights, or restore the file's backup.`,
      {
        cause,
      },
    )
  }
}
