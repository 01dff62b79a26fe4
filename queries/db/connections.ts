import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

/** Connections to one snapshot: as many as questions ever ran at once, used again since opening one takes its time. */
export class Connections {
  readonly #instance: DuckDBInstance
  readonly #idle: DuckDBConnection[] = []

  constructor(instance: DuckDBInstance) {
    this.#instance = instance
  }

  async take(): Promise<DuckDBConnection> {
    return this.#idle.pop() ?? (await this.#instance.connect())
  }

  giveBack(connection: DuckDBConnection): void {
    this.#idle.push(connection)
  }

  /** Closes the file with all that are given back. */
  closeSync(): void {
    for (const connection of this.#idle.splice(0)) connection.closeSync()
    this.#instance.closeSync()
  }
}
