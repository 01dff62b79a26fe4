import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { quotedText } from '#queries/db/quote.ts'
import { Problem } from '../gate/refuse.ts'
import type { Published } from '../gate/tree.ts'
import { STORED } from '#queries/scope/scope-views.ts'
import type { Offer } from '../../../sql/sql-types.ts'
import { CATALOG } from './catalog.ts'
import type { Boot } from './messages.ts'
import { offer, offerKey } from './offered.ts'

export interface Engine {
  instance: DuckDBInstance
  /** What is offered, and to whom; null until the first job says for what it asks. */
  offered: { key: string; published: Published } | null
}

/**
 * What the statements of a process may name, made by its first job.
 * @throws {Problem} for another offer than the first job's: views of one person are no place for another's statement
 */
export async function publishedFor(engine: Engine, wanted: Offer): Promise<Published> {
  const key = offerKey(wanted)
  engine.offered ??= { key, published: await offer(engine.instance, wanted) }
  if (engine.offered.key === key) return engine.offered.published
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
 * the first job finds what its offer holds, then with every way out closed: no other file, no file
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
