import { createHash, randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { AppDatabase } from './app-db/schema.ts'
import { alone } from './app-db/turns.ts'

const WINDOW_MS = 15 * 60_000

/** Failures of one key within a sliding window of 15 minutes. */
export interface Bucket {
  /** What is counted, and whose: `['name', 'ann']`. */
  key: readonly string[]
  /** Failures that are told apart; more count as so many. */
  most: number
}

/** A try that counts as failed until it is taken back. */
export interface BegunTry {
  /** Seconds until the try may be made; 0 where it is being made. */
  waitSeconds: number
  /** The most failures of a watched bucket before this one. */
  failures: number
  ids: readonly string[]
}

const nameOf = ({ key }: Bucket) => createHash('sha256').update(JSON.stringify(key)).digest('hex')

/** Instants of the newest failures of a bucket, oldest first, `most` at the most. */
async function recentOf(db: Kysely<AppDatabase>, bucket: Bucket, now: number): Promise<number[]> {
  const rows = await db
    .selectFrom('failed_attempt')
    .select('at')
    .where('bucket', '=', nameOf(bucket))
    .where('at', '>', new Date(now - WINDOW_MS).toISOString())
    .orderBy('at', 'desc')
    .limit(bucket.most)
    .execute()
  return rows.map(({ at }) => Date.parse(at)).reverse()
}

const waitOf = (recent: number[], { most }: Bucket, now: number) =>
  recent.length < most ? 0 : Math.ceil((recent[0]! + WINDOW_MS - now) / 1000)

/**
 * Counts a try as failed before it is known to be, in one turn with looking whether it may be made: tries that run at once, in
 * whatever process, do not slip past the limit together.
 * @param limited refuses further tries once it is full; a refused try is not counted
 * @param watched only counts
 */
export function beginTry(
  db: Kysely<AppDatabase>,
  limited: Bucket,
  watched: readonly Bucket[] = [],
  now = Date.now(),
): Promise<BegunTry> {
  return alone(db, 'attempts', async (transaction) => {
    await transaction
      .deleteFrom('failed_attempt')
      .where('at', '<=', new Date(now - WINDOW_MS).toISOString())
      .execute()
    const waitSeconds = waitOf(await recentOf(transaction, limited, now), limited, now)
    if (waitSeconds > 0) return { waitSeconds, failures: 0, ids: [] }
    let failures = 0
    for (const bucket of watched) failures = Math.max(failures, (await recentOf(transaction, bucket, now)).length)
    const at = new Date(now).toISOString()
    const rows = [limited, ...watched].map((bucket) => ({ attempt_id: randomUUID(), bucket: nameOf(bucket), at }))
    await transaction.insertInto('failed_attempt').values(rows).execute()
    return { waitSeconds, failures, ids: rows.map(({ attempt_id }) => attempt_id) }
  })
}

/** The try was right: it does not count, those before it still do. */
export async function takeBack(db: Kysely<AppDatabase>, { ids }: BegunTry): Promise<void> {
  if (ids.length > 0) await db.deleteFrom('failed_attempt').where('attempt_id', 'in', ids).execute()
}

/** Forgets the failures of buckets: their owner has shown who they are. */
export async function forgive(db: Kysely<AppDatabase>, buckets: readonly Bucket[]): Promise<void> {
  await db.deleteFrom('failed_attempt').where('bucket', 'in', buckets.map(nameOf)).execute()
}
