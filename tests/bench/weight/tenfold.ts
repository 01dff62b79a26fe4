import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'

const KEYS = ['center_code', 'scanner_id', 'accession_no']

/** `center_code` and what else names a center's things, with the copy's number behind it. */
const renamed = (columns: string[]) => columns.map((column) => `${column} || '-' || copy AS ${column}`).join(', ')

async function keyedTables(db: DuckDBConnection): Promise<{ table: string; keys: string[] }[]> {
  const named = KEYS.map((key) => `'${key}'`).join(', ')
  const rows = await db.runAndReadAll(
    `SELECT schema_name || '.' || table_name AS name, string_agg(column_name, ',') AS keys FROM duckdb_columns()
     WHERE NOT internal AND column_name IN (${named}) GROUP BY ALL
     HAVING list_has_any(list(column_name), ['center_code', 'scanner_id'])`,
  )
  return rows.getRowObjects().map((row) => ({ table: String(row.name), keys: String(row.keys).split(',') }))
}

/**
 * Writes a data folder whose network has every center so many times over, with all its rows: what the generator of
 * networks cannot make, and a network of which only the number of centers differs.
 */
export async function multiplyCenters(dataDir: string, outDir: string, times: number): Promise<void> {
  const pointer = await readFile(path.join(dataDir, 'current.json'), 'utf8')
  const { file } = JSON.parse(pointer) as { file: string }
  await mkdir(path.dirname(path.join(outDir, file)), { recursive: true })
  await copyFile(path.join(dataDir, file), path.join(outDir, file))
  const instance = await DuckDBInstance.create(path.join(outDir, file))
  const db = await instance.connect()
  for (const { table, keys } of await keyedTables(db)) {
    await db.run(
      `INSERT INTO ${table} SELECT * EXCLUDE (copy) REPLACE (${renamed(keys)})
       FROM ${table}, (SELECT unnest(range(1, ${times})) AS copy)`,
    )
  }
  db.closeSync()
  instance.closeSync()
  await writeFile(path.join(outDir, 'current.json'), pointer)
}
