import { DuckDBInstance } from '@duckdb/node-api'
import { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { ALL_CENTERS, scopeKey, type CenterScope } from '../scope/center-scope.ts'
import { markScoped } from '../scope/network-door.ts'
import { makeScopedCatalog, STORED } from '../scope/scope-views.ts'
import { Connections } from './connections.ts'
import { WarehouseDialect } from './dialect.ts'
import { quotedText } from './quote.ts'
import type { Semaphore } from './semaphore.ts'
import { SnapshotUnusableError, type Ask, type Snapshot } from './snapshot.ts'

interface Limits {
  threads: number
  memoryLimit: string
}

/** An engine in memory with the file attached read-only, beside which the views of scopes have their place. */
async function openReadOnly(file: string, { threads, memoryLimit }: Limits): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: memoryLimit,
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  try {
    await connection.run(`ATTACH ${quotedText(file)} AS ${STORED} (READ_ONLY)`)
    await connection.run('SET enable_external_access = false')
    // As an instance setting it fails; per session it would miss the other connections.
    await connection.run("SET GLOBAL TimeZone = 'UTC'")
    await connection.run('SET lock_configuration = true')
    await connection.run(`SELECT count(*) FROM ${STORED}.ops.run`)
  } catch (cause) {
    instance.closeSync()
    throw cause
  } finally {
    connection.closeSync()
  }
  return instance
}

/** What statements of one scope are asked through. */
interface Door {
  catalog: string
  connections: Connections
  db: Kysely<Database>
  users: number
  /** Whether nobody new comes through it. */
  isLetGo: boolean
}

/** Scopes whose views are kept, some 0.3 MB each; past them, those asked longest ago make way. */
const MOST_SCOPES = 300

/** A snapshot file held open: questions that run keep it open, also after the next one has taken its place. */
export class OpenSnapshot {
  readonly snapshot: Snapshot
  readonly #instance: DuckDBInstance
  readonly #semaphore: Semaphore
  readonly #whole: Door
  readonly #scoped = new Map<string, Promise<Door>>()
  #catalogs = 0
  #users = 0
  #closed: (() => void) | null = null

  private constructor(snapshot: Snapshot, instance: DuckDBInstance, semaphore: Semaphore) {
    this.snapshot = snapshot
    this.#instance = instance
    this.#semaphore = semaphore
    this.#whole = this.#door(STORED)
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

  /** Asks with the rows of a scope; a scope that is not all finds them in views of its own. */
  async use<T>(ask: Ask<T>, scope: CenterScope = ALL_CENTERS): Promise<T> {
    this.#users += 1
    try {
      return scope.kind === 'all' ? await ask(this.#whole.db, this.snapshot) : await this.#useScoped(ask, scope)
    } finally {
      this.#users -= 1
      this.#closeIfIdle()
    }
  }

  async #useScoped<T>(ask: Ask<T>, scope: CenterScope): Promise<T> {
    const door = await this.#doorOf(scope)
    door.users += 1
    try {
      return await ask(door.db, this.snapshot)
    } finally {
      door.users -= 1
      this.#removeIfIdle(door)
    }
  }

  #door(catalog: string): Door {
    const connections = new Connections(this.#instance, catalog)
    const db = new Kysely<Database>({ dialect: new WarehouseDialect(connections, this.#semaphore) })
    return { catalog, connections, db, users: 0, isLetGo: false }
  }

  #doorOf(scope: CenterScope): Promise<Door> {
    const key = scopeKey(scope)
    const door = this.#scoped.get(key) ?? this.#makeDoor(scope)
    this.#scoped.delete(key)
    this.#scoped.set(key, door)
    door.catch(() => this.#scoped.delete(key))
    for (const [oldest, old] of this.#scoped) {
      if (this.#scoped.size <= MOST_SCOPES) break
      this.#scoped.delete(oldest)
      void old.then((one) => {
        one.isLetGo = true
        this.#removeIfIdle(one)
      })
    }
    return door
  }

  async #makeDoor(scope: CenterScope): Promise<Door> {
    this.#catalogs += 1
    const door = this.#door(`scope_${this.#catalogs}`)
    const connection = await this.#instance.connect()
    try {
      await makeScopedCatalog(connection, door.catalog, scope)
    } finally {
      connection.closeSync()
    }
    markScoped(door.db, this.#whole.db, scope.kind !== 'all' && scope.isPart === true)
    return door
  }

  #removeIfIdle(door: Door) {
    if (!door.isLetGo || door.users > 0 || this.#closed) return
    door.connections.closeSync()
    void this.#instance.connect().then(async (connection) => {
      // What somebody still reads stays until the file is closed.
      await connection.run(`DETACH ${door.catalog}`).catch(() => {})
      connection.closeSync()
    })
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
    const closed = this.#closed
    this.#closed = null
    this.#whole.connections.closeSync()
    void Promise.allSettled(this.#scoped.values()).then((doors) => {
      for (const door of doors) if (door.status === 'fulfilled') door.value.connections.closeSync()
      this.#instance.closeSync()
      closed()
    })
  }
}
