import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import type { DataClass } from '#queries/data-classes.ts'
import { quotedText } from '#queries/db/quote.ts'
import { Problem } from '../gate/refuse.ts'
import type { Published } from '../gate/tree.ts'
import { CATALOG, STORED } from './catalog.ts'
import type { Boot } from './messages.ts'
import { offer } from './offered.ts'

export interface Engine {
  instance: DuckDBInstance
  /** What is offered, and to whom; null until the first job says for which classes it asks. */
  offered: { classes: string; published: Published } | null
}

/**
 * What the statements of a process may name, made by its first job.
 * @throws {Problem} for other classes than the first job had: views of one role are no place for another's statement
 */
export async function publishedFor(engine: Engine, classes: readonly DataClass[]): Promise<Published> {
  const key = [...classes].sort().join()
  engine.offered ??= { classes: key, published: await offer(engine.instance, classes) }
  if (engine.offered.classes === key) return engine.offered.published
  throw new Problem({ code: 'failed', message: 'The statement could not be run. Try again in a moment.' })
}

/** A connection of its own for each statement: nothing of one is left to the next. */
export async function connect({ instance }: Engine): Promise<DuckDBConnection> {
  const connection = await instance.connect()
  await connection.run(`USE ${CATALOG}`)
  return connection
}

/**
 * An engine in memory with the snapshot attached read-only under a name that nobody can write, beside the catalog in which
 * the first job finds what its classes may see, then with every way out closed: no other file, no file
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
    `ATTACH ${quotedText(boot.file)} AS ${STORED} (READ_ONLY)`,
    `ATTACH ':memory:' AS ${CATALOG}`,
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
  connection.closeSync()
  return { instance, offered: null }
}
