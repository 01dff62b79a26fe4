import { Kysely, SqliteDialect, type SqliteDatabase } from 'kysely'
import Database from 'libsql'
import { migrate } from './migrations.ts'
import type { AppDatabase } from './schema.ts'

/** Columns of every table by its name; those of the engine itself are not among them. */
async function columnsOf(db: Kysely<AppDatabase>): Promise<Map<string, Set<string>>> {
  const tables = await db.introspection.getTables()
  return new Map(tables.map(({ name, columns }) => [name, new Set(columns.map((column) => column.name))]))
}

/** What a new database of this version has. */
async function wanted(): Promise<Map<string, Set<string>>> {
  const database = new Database(':memory:') as unknown as SqliteDatabase
  const db = new Kysely<AppDatabase>({ dialect: new SqliteDialect({ database }) })
  try {
    await migrate(db)
    return await columnsOf(db)
  } finally {
    await db.destroy()
  }
}

/**
 * What a database that says it is of this version lacks: a table or column that somebody took out would otherwise be told
 * by the first page that needs it. More than is wanted is no damage.
 * @returns null where nothing is missing
 */
export async function missingOf(db: Kysely<AppDatabase>): Promise<string | null> {
  const [found, all] = await Promise.all([columnsOf(db), wanted()])
  const missing = [...all].flatMap(([table, columns]) => {
    const there = found.get(table)
    if (!there) return [`table ${table}`]
    return [...columns].filter((column) => !there.has(column)).map((column) => `column ${table}.${column}`)
  })
  return missing.length === 0 ? null : `without ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}`
}
