import { DuckDBInstance } from '@duckdb/node-api'
import { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { Connections } from './connections.ts'
import { WarehouseDialect } from './dialect.ts'
import type { Semaphore } from './semaphore.ts'
import { SnapshotUnusableError, type Ask, type Snapshot } from './snapshot.ts'

interface Limits {
  threads: number
  memoryLimit: string
}

async function openReadOnly(file: string, { threads, memoryLimit }: Limits): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(file, {
    access_mode: 'READ_ONLY',
    threads: String(threads),
    memory_limit: memoryLimit,
    temp_directory: '',
    enable_external_access: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  try {
    // As an instance setting it fails; per session it would miss the other connections.
    await connection.run("SET GLOBAL TimeZone = 'UTC'")
    await connection.run('SET lock_configuration = true')
    await connection.run('SELECT count(*) FROM ops.run')
  } catch (cause) {
    instance.closeSync()
    throw cause
  } finally {
    connection.closeSync()
  }
  return instance
}

/** A snapshot file held open: questions that run keep it open, also after the next one has taken its place. */
export class OpenSnapshot {
  readonly snapshot: Snapshot
  readonly #connections: Connections
  readonly #db: Kysely<Database>
  #users = 0
  #closed: (() => void) | null = null

  private constructor(snapshot: Snapshot, instance: DuckDBInstance, semaphore: Semaphore) {
    this.snapshot = snapshot
    this.#connections = new Connections(instance)
    this.#db = new Kysely<Database>({ dialect: new WarehouseDialect(this.#connections, semaphore) })
  }

  static async open(snapshot: Snapshot, semaphore: Semaphore, limits: Limits): Promise<OpenSnapshot> {
    try {
      return new OpenSnapshot(snapshot, await openReadOnly(snapshot.file, limits), semaphore)
    } catch (cause) {
      const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
      throw new SnapshotUnusableError(
        `Snapshot ${snapshot.snapshot_id} cannot be opened (${why}). Point current.json to another one, or run the ETL.`,
        { cause },
      )
    }
  }

  async use<T>(ask: Ask<T>): Promise<T> {
    this.#users += 1
    try {
      return await ask(this.#db, this.snapshot)
    } finally {
      this.#users -= 1
      this.#closeIfIdle()
    }
  }

  /** Takes no new questions; resolves when the last running one is answered and the file is closed. */
  retire(): Promise<void> {
    return new Promise((closed) => {
      this.#closed = closed
      this.#closeIfIdle()
    })
  }

  #closeIfIdle() {
    if (!this.#closed || this.#users > 0) return
    this.#connections.closeSync()
    this.#closed()
    this.#closed = null
  }
}
