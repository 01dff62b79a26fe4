import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { quotedText } from '#queries/db/quote.ts'
import type { Published } from '../gate/tree.ts'
import type { Boot } from './messages.ts'

/** The name under which a snapshot is attached; statements need not write it. */
export const CATALOG = 'isocenter'

export interface Engine {
  instance: DuckDBInstance
  published: Published
}

/** A connection of its own for each statement: nothing of one is left to the next. */
export async function connect({ instance }: Engine): Promise<DuckDBConnection> {
  const connection = await instance.connect()
  await connection.run(`USE ${CATALOG}`)
  return connection
}

async function publishedTables(connection: DuckDBConnection): Promise<Set<string>> {
  const result = await connection.runAndReadAll(
    'SELECT lower(schema_name), lower(table_name) FROM duckdb_tables() WHERE database_name = $1 AND NOT internal',
    [CATALOG],
  )
  return new Set(result.getRows().map(([schema, table]) => `${String(schema)}.${String(table)}`))
}

/**
 * An engine in memory with the snapshot attached read-only, then with every way out closed: no other file, no file
 * system but for the pipe of an export, no extension, no secret, no setting that can be changed.
 */
export async function openEngine(boot: Boot): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(boot.threads),
    memory_limit: `${boot.engineMemoryMb}MB`,
    // Nothing is spilled: a private folder would be one more place to write to.
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_unsigned_extensions: 'false',
    allow_persistent_secrets: 'false',
  })
  const connection = await instance.connect()
  for (const statement of [
    `ATTACH ${quotedText(boot.file)} AS ${CATALOG} (READ_ONLY)`,
    "SET GLOBAL TimeZone = 'UTC'",
    'SET GLOBAL errors_as_json = true',
    // A slow reader of an export would otherwise make the engine keep what it has not taken.
    ...(boot.pipe
      ? ['SET GLOBAL preserve_insertion_order = false', `SET allowed_paths = [${quotedText(boot.pipe)}]`]
      : []),
    'SET enable_external_access = false',
    ...(boot.pipe ? [] : ["SET disabled_filesystems = 'LocalFileSystem'"]),
    'SET lock_configuration = true',
  ]) {
    await connection.run(statement)
  }
  const tables = await publishedTables(connection)
  connection.closeSync()
  return { instance, published: { catalog: CATALOG, tables } }
}
