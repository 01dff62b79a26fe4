import type { Kysely } from 'kysely'
import type { AppDatabase } from '../app-db/schema.ts'
import { FIRST_HASH, hashOf } from './chain.ts'
import type { Head } from './head.ts'

const ENTRIES_AT_ONCE = 2_000

export type Verdict =
  | { sound: true; entries: number; first: number; last: number }
  | { sound: false; entries: number; seq: number; reason: Broken }

export type Broken = 'changed' | 'missing' | 'does_not_follow' | 'cut_off' | 'rewritten'

/** Where the chain begins: at the first entry of all, or behind those that retention took, as the trail itself says. */
async function beginning(db: Kysely<AppDatabase>): Promise<{ seq: number; hash: string }> {
  const pruned = await db
    .selectFrom('audit_entry')
    .select('detail')
    .where('kind', '=', 'audit_pruned')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!pruned?.detail) return { seq: 0, hash: FIRST_HASH }
  const { through, hash } = JSON.parse(pruned.detail) as { through: number; hash: string }
  return { seq: through, hash }
}

/**
 * Goes through the whole chain: every entry's hash is made anew, each must follow the one before, and the end must be the
 * one that is kept outside the database.
 * @param head what is kept there; null where nothing is kept, so that entries taken from the end are not noticed
 */
export async function verifyChain(db: Kysely<AppDatabase>, head: Head | null): Promise<Verdict> {
  const begin = await beginning(db)
  let { seq, hash } = begin
  let entries = 0
  let headSeen = head === null || head.seq <= begin.seq
  const broken = (at: number, reason: Broken): Verdict => ({ sound: false, entries, seq: at, reason })
  for (;;) {
    const batch = await db
      .selectFrom('audit_entry')
      .selectAll()
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(ENTRIES_AT_ONCE)
      .execute()
    if (batch.length === 0) break
    for (const entry of batch) {
      if (entry.seq !== seq + 1) return broken(seq + 1, 'missing')
      if (entry.previous_hash !== hash) return broken(entry.seq, 'does_not_follow')
      if (hashOf(entry, entry.previous_hash) !== entry.hash) return broken(entry.seq, 'changed')
      if (head && entry.seq === head.seq) {
        if (entry.hash !== head.hash) return broken(entry.seq, 'rewritten')
        headSeen = true
      }
      seq = entry.seq
      hash = entry.hash
      entries += 1
    }
  }
  if (!headSeen) return broken(seq + 1, 'cut_off')
  return { sound: true, entries, first: begin.seq + 1, last: seq }
}

/**
 * Takes entries from before an instant and leaves their last hash in the trail, from which the rest can still be verified.
 * @returns how many were taken
 */
export async function pruneEntries(
  db: Kysely<AppDatabase>,
  before: string,
  note: (detail: object) => Promise<void>,
): Promise<number> {
  const last = await db
    .selectFrom('audit_entry')
    .select(['seq', 'hash'])
    .where('at', '<', before)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return 0
  // The note first: a stop in between leaves entries too many, which the next time takes.
  await note({ through: last.seq, hash: last.hash, before })
  const gone = await db.deleteFrom('audit_entry').where('seq', '<=', last.seq).executeTakeFirst()
  return Number(gone.numDeletedRows)
}
