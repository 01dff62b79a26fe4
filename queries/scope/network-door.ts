import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

const networks = new WeakMap<Kysely<Database>, Kysely<Database>>()

/** Says that `db` holds the rows of a scope only, and what of. */
export function markScoped(db: Kysely<Database>, network: Kysely<Database>): void {
  networks.set(db, network)
}

/**
 * The whole network behind a scope; null where `db` is the whole network itself. Whoever asks through it gives away sums
 * over at least `LEAST_OTHERS` other centers, places without names, and nothing else.
 */
export function networkBehind(db: Kysely<Database>): Kysely<Database> | null {
  return networks.get(db) ?? null
}

/** So many other centers must stand behind a figure of the network that somebody of few centers sees. */
export const LEAST_OTHERS = 5
