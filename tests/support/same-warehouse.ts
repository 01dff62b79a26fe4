import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import type { Config } from '#etl/config.ts'
import { readPointer } from '#etl/publish/pointer.ts'

/** Path of the snapshot that `current.json` names. */
export async function servedFile(dataDir: string): Promise<string> {
  const pointer = await readPointer(dataDir)
  if (!pointer) throw new Error(`nothing is published in ${dataDir}`)
  return join(dataDir, pointer.file)
}

/**
 * What differs between the current snapshots of two data folders in `main` and `mart`: one line per table with the number
 * of rows that only one of them has, and an example. Empty when they are equal row for row, bit for bit. `ignore`: columns
 * that are left out of the comparison.
 */
export async function differences(a: Config, b: Config, ignore: string[] = []): Promise<string[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const db = await instance.connect()
  try {
    await db.run(`ATTACH '${await servedFile(a.dataDir)}' AS a (READ_ONLY)`)
    await db.run(`ATTACH '${await servedFile(b.dataDir)}' AS b (READ_ONLY)`)
    const tables = await lines(
      db,
      `SELECT DISTINCT schema_name || '.' || table_name FROM duckdb_tables()
       WHERE database_name IN ('a', 'b') AND schema_name IN ('main', 'mart') ORDER BY 1`,
    )
    const found: string[] = []
    for (const table of tables) found.push(...(await compare(db, table, ignore)))
    return found
  } finally {
    db.closeSync()
    instance.closeSync()
  }
}

async function compare(db: DuckDBConnection, table: string, ignore: string[]): Promise<string[]> {
  const left = `SELECT COLUMNS(lambda c: c NOT IN (${['', ...ignore].map((c) => `'${c}'`).join(', ')})) FROM`
  const found: string[] = []
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ]) {
    const rows = await lines(
      db,
      `SELECT to_json(r) FROM (${left} ${one}.${table} EXCEPT ALL ${left} ${other}.${table}) r ORDER BY 1`,
    )
    if (rows.length > 0) found.push(`${table}: ${rows.length} rows only in ${one}, e.g. ${rows[0]!.slice(0, 600)}`)
  }
  return found
}

async function lines(db: DuckDBConnection, sql: string): Promise<string[]> {
  return (await db.runAndReadAll(sql)).getRows().map((row) => String(row[0]))
}
