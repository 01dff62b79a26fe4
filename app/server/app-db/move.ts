// `node --import tsx app/server/app-db/move.ts`: what DATA_DIR/app.db keeps, into the PostgreSQL database of APP_DATABASE_URL, once.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { sql, type Kysely, type Transaction } from 'kysely'
import { verifyChain } from '../audit/verify.ts'
import { readConfig } from '../config.ts'
import { AppError, ConfigError } from '../errors.ts'
import { openAppDatabase } from './database.ts'
import type { AppDatabase } from './schema.ts'
import { alone } from './turns.ts'

type Table = keyof AppDatabase
const ROWS_AT_ONCE = 1_000

/** Tables that others refer to, before those. */
const FIRST = ['account', 'saved_query', 'case_sample']
const rank = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length)

async function moveTable(from: Kysely<AppDatabase>, to: Transaction<AppDatabase>, table: Table): Promise<number> {
  for (let offset = 0; ; offset += ROWS_AT_ONCE) {
    const rows = await from
      .selectFrom(table)
      .selectAll()
      .orderBy(sql`rowid`)
      .limit(ROWS_AT_ONCE)
      .offset(offset)
      .execute()
    if (rows.length > 0)
      await to
        .insertInto(table)
        .values(rows as never)
        .execute()
    if (rows.length < ROWS_AT_ONCE) return offset + rows.length
  }
}

/** Keys that count up go on behind those that were moved. */
async function goOn(to: Transaction<AppDatabase>, table: Table, column: string) {
  await sql`SELECT setval(pg_get_serial_sequence(${table}, ${column}),
    (SELECT coalesce(max(${sql.ref(column)}), 0) + 1 FROM ${sql.table(table)}), false)`.execute(to)
}

/**
 * Copies everything, all or nothing; the file stays as it is.
 * @returns rows by table
 * @throws {ConfigError} where the database has accounts already, or the trail would not be sound there
 */
export async function moveState(from: Kysely<AppDatabase>, to: Kysely<AppDatabase>): Promise<Record<string, number>> {
  const tables = (await from.introspection.getTables())
    .filter(({ name }) => name !== 'schema_migration' && !name.startsWith('sqlite_'))
    .sort((a, b) => rank(a.name) - rank(b.name))
  return alone(to, 'first_accounts', async (transaction) => {
    if (await transaction.selectFrom('account').select('user_name').limit(1).executeTakeFirst())
      throw new ConfigError('The database of APP_DATABASE_URL has accounts already: name an empty one.')
    const moved: Record<string, number> = {}
    for (const { name, columns } of tables) {
      moved[name] = await moveTable(from, transaction, name as Table)
      const counting = columns.find(({ isAutoIncrementing }) => isAutoIncrementing)
      if (counting) await goOn(transaction, name as Table, counting.name)
    }
    const verdict = await verifyChain(transaction, null)
    if (!verdict.sound)
      throw new ConfigError(`The trail is not sound at entry ${verdict.seq} (${verdict.reason}): nothing was moved.`)
    return moved
  })
}

async function main(): Promise<void> {
  const { dataDir, appDatabaseUrl } = readConfig(process.env)
  if (appDatabaseUrl === null) throw new ConfigError('Set APP_DATABASE_URL to the database that the state is moved to.')
  if (!existsSync(path.join(dataDir, 'app.db'))) throw new ConfigError(`There is no app.db in ${dataDir}.`)
  const from = await openAppDatabase(dataDir)
  try {
    const to = await openAppDatabase(dataDir, { url: appDatabaseUrl })
    try {
      for (const [table, rows] of Object.entries(await moveState(from, to))) console.log(`${table}: ${rows}`)
      console.log('Everything was moved. Start the dashboards with APP_DATABASE_URL, and put app.db away.')
    } finally {
      await to.destroy()
    }
  } finally {
    await from.destroy()
  }
}

if (process.argv[1]?.endsWith('app-db/move.ts')) {
  process.umask(0o077)
  main().catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 2
  })
}
