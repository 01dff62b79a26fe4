import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'

export type Db = DuckDBConnection

export interface OpenOptions {
  threads: number
  memoryLimit: string
  /** Folder of the instance's own for what does not fit into memory; null keeps everything in memory. */
  tempDir: string | null
  readOnly?: boolean
}

/** The ETL's only way to open a DuckDB file. Extensions are never fetched. */
export async function openDb(file: string, options: OpenOptions): Promise<{ db: Db; close: () => void }> {
  // Loaded only where it is needed: a run that finds nothing new does without, and is done before the engine is there.
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(file, {
    threads: String(options.threads),
    memory_limit: options.memoryLimit,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(options.tempDir ? { temp_directory: options.tempDir } : {}),
    ...(options.readOnly ? { access_mode: 'READ_ONLY' } : {}),
  })
  const db = await instance.connect()
  await db.run("SET GLOBAL TimeZone = 'UTC'")
  // Order of rows is the order of lines: corrections and rejects hang on it.
  await db.run('SET preserve_insertion_order = true')
  return {
    db,
    close: () => {
      db.closeSync()
      instance.closeSync()
    },
  }
}

/** Rows as objects; BIGINT and DECIMAL come as numbers, so only for counts, figures and text. */
export async function rows<T>(db: Db, sql: string, params: DuckDBValue[] = []): Promise<T[]> {
  const result = await db.runAndReadAll(sql, params)
  return result.getRowObjectsJS().map((row) => {
    for (const key in row) if (typeof row[key] === 'bigint') row[key] = Number(row[key])
    return row as T
  })
}

export async function one<T>(db: Db, sql: string, params: DuckDBValue[] = []): Promise<T> {
  const [row] = await rows<T>(db, sql, params)
  if (!row) throw new Error('a query that always has a row had none')
  return row
}

/** First column of the first row as a number. */
export async function count(db: Db, sql: string, params: DuckDBValue[] = []): Promise<number> {
  const [row] = await rows<Record<string, number>>(db, sql, params)
  return row ? Number(Object.values(row)[0]) : 0
}

/** Inserts plain objects into a table by column name, many in one statement. */
export async function insertObjects(
  db: Db,
  table: string,
  types: Record<string, string>,
  objects: object[],
): Promise<void> {
  const shape = JSON.stringify([types])
  const columns = Object.keys(types).map((name) => `"${name}"`)
  for (let from = 0; from < objects.length; from += 5000) {
    const json = JSON.stringify(objects.slice(from, from + 5000))
    const fields = columns.map((name) => `o.${name}`).join(', ')
    await db.run(
      `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${fields} FROM (SELECT unnest(from_json($1, '${shape}')) AS o)`,
      [json],
    )
  }
}
