import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

/** Connections to one snapshot: as many as questions ever ran at once, used again since opening one takes its time. */
export class Connections {
  readonly #instance: DuckDBInstance
  readonly #catalog: string
  readonly #idle: DuckDBConnection[] = []

  /** @param catalog what names in statements are looked up in: the snapshot, or the views of a scope */
  constructor(instance: DuckDBInstance, catalog: string) {
    this.#instance = instance
    this.#catalog = catalog
  }

  async take(): Promise<DuckDBConnection> {
    const known = this.#idle.pop()
    if (known) return known
    const connection = await this.#instance.connect()
    await connection.run(`USE ${this.#catalog}`)
    return connection
  }

  giveBack(connection: DuckDBConnection): void {
    this.#idle.push(connection)
  }

  /** Closes all that are given back. */
  closeSync(): void {
    for (const connection of this.#idle.splice(0)) connection.closeSync()
  }
}
