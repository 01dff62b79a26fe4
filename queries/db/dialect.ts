import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api'
import {
  type CompiledQuery,
  PostgresAdapter,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
} from 'kysely'
import { QueryError } from '../errors.ts'
import type { Semaphore } from './semaphore.ts'
import { toJson } from './values.ts'

/** A question that the warehouse could not answer. The driver's text stays in `cause`: it may hold file paths. */
export class QueryFailedError extends QueryError {
  readonly code = 'queries/failed'

  constructor(cause: unknown) {
    super('The warehouse could not answer a question. The log has the cause.', { cause })
  }
}

/** Writing and streaming are refused: snapshots are immutable, and `stream()` of the driver swallows errors half-way. */
export class ReadOnlyError extends QueryError {
  readonly code = 'queries/read-only'

  constructor(what: string) {
    super(`${what} is not possible on a published snapshot. Only the nightly run writes.`)
  }
}

class WarehouseConnection implements DatabaseConnection {
  readonly #connection: DuckDBConnection

  constructor(connection: DuckDBConnection) {
    this.#connection = connection
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const result = await this.#connection.run(sql, parameters as DuckDBValue[])
      return { rows: (await result.convertRowObjects(toJson)) as R[] }
    } catch (cause) {
      throw cause instanceof QueryError ? cause : new QueryFailedError(cause)
    }
  }

  // eslint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new ReadOnlyError('Streaming')
  }

  close() {
    this.#connection.closeSync()
  }
}

/** One fresh connection for each running query; the semaphore bounds how many run at once. */
class WarehouseDriver implements Driver {
  readonly #instance: DuckDBInstance
  readonly #semaphore: Semaphore

  constructor(instance: DuckDBInstance, semaphore: Semaphore) {
    this.#instance = instance
    this.#semaphore = semaphore
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    await this.#semaphore.acquire()
    try {
      return new WarehouseConnection(await this.#instance.connect())
    } catch (cause) {
      this.#semaphore.release()
      throw new QueryFailedError(cause)
    }
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    ;(connection as WarehouseConnection).close()
    this.#semaphore.release()
  }

  async init(): Promise<void> {}

  async destroy(): Promise<void> {}

  async beginTransaction(): Promise<void> {
    throw new ReadOnlyError('A transaction')
  }

  async commitTransaction(): Promise<void> {}

  async rollbackTransaction(): Promise<void> {}
}

/** DuckDB takes PostgreSQL's `$1` and double quotes, so Kysely's compiler for it serves. */
export class WarehouseDialect implements Dialect {
  readonly #instance: DuckDBInstance
  readonly #semaphore: Semaphore

  constructor(instance: DuckDBInstance, semaphore: Semaphore) {
    this.#instance = instance
    this.#semaphore = semaphore
  }

  createDriver(): Driver {
    return new WarehouseDriver(this.#instance, this.#semaphore)
  }

  createQueryCompiler() {
    return new PostgresQueryCompiler()
  }

  createAdapter() {
    return new PostgresAdapter()
  }

  createIntrospector(_db: Kysely<unknown>): DatabaseIntrospector {
    throw new ReadOnlyError('Introspection')
  }
}
