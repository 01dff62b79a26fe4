import type { Kysely } from 'kysely'
import { oncePerSnapshot } from '../db/once.ts'
import type { Database } from '../schema.ts'

const networks = new WeakMap<Kysely<Database>, Kysely<Database>>()
const parts = new WeakSet<Kysely<Database>>()

/**
 * Says that `db` holds the rows of a scope only, and what of.
 * @param isPart whoever asks works for more centers than these, and could subtract those
 */
export function markScoped(db: Kysely<Database>, network: Kysely<Database>, isPart: boolean): void {
  networks.set(db, network)
  if (isPart) parts.add(db)
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

const centerCodes = (db: Kysely<Database>): Promise<string[]> =>
  oncePerSnapshot(db, 'codes of centers', async (one) => {
    const rows = await one.selectFrom('center').select('center_code').orderBy('center_code').execute()
    return rows.flatMap(({ center_code }) => center_code ?? [])
  })

/** The centers that `db` holds. */
export const ownCenters = centerCodes

/** The centers of the network that `db` does not hold; none where it holds them all, or a part of somebody's centers. */
export async function otherCenters(db: Kysely<Database>, network: Kysely<Database>): Promise<string[]> {
  if (parts.has(db)) return []
  const own = new Set(await centerCodes(db))
  return (await centerCodes(network)).filter((code) => !own.has(code))
}
