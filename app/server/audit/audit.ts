import type { Kysely } from 'kysely'
import type { AppDatabase } from '../app-db/schema.ts'
import { storable } from '../app-db/text.ts'
import { inTurn, isPostgres } from '../app-db/turns.ts'
import { chained, FIRST_HASH, type Chained } from './chain.ts'
import type { AuditKind } from '../../audit-kinds.ts'
import { writeHead } from './head.ts'

export interface AuditEntry {
  kind: AuditKind
  userName?: string | null
  clientIp?: string | null
  /** What it was about; objects become JSON. */
  detail?: string | object | null
}

/** Characters of what an entry says: a statement may be longer, and its beginning tells enough. */
const MOST_CHARACTERS = 8_000
const MOST_TRIES = 20

/** Writers of one process wait for each other here; those of others by a turn, or where SQLite has none, at the key. */
const waiting = new WeakMap<Kysely<AppDatabase>, Promise<unknown>>()

const kept = (text: string | null | undefined) => (text === undefined || text === null ? null : storable(text))

const detailOf = (detail: AuditEntry['detail']) => {
  const text = typeof detail === 'object' && detail !== null ? JSON.stringify(detail) : detail
  return kept(text?.slice(0, MOST_CHARACTERS))
}

const isTaken = (cause: unknown) =>
  cause instanceof Error && /UNIQUE|PRIMARY KEY|SQLITE_(BUSY|CONSTRAINT)|database is locked/i.test(cause.message)

async function append(db: Kysely<AppDatabase>, entry: AuditEntry, now: Date): Promise<Chained> {
  const last = await db
    .selectFrom('audit_entry')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const next = chained(
    {
      seq: (last?.seq ?? 0) + 1,
      at: now.toISOString(),
      kind: entry.kind,
      user_name: kept(entry.userName),
      client_ip: kept(entry.clientIp),
      detail: detailOf(entry.detail),
    },
    last?.hash ?? FIRST_HASH,
  )
  await db.insertInto('audit_entry').values(next).execute()
  return next
}

async function appendInTurn(db: Kysely<AppDatabase>, entry: AuditEntry, now: Date): Promise<void> {
  // The turn is kept for the head too, which stands outside the database: else it could go back to an entry before.
  if (isPostgres(db))
    return inTurn(db, 'trail', async (connection) => writeHead(db, await append(connection, entry, now)))
  for (let tries = 1; ; tries += 1) {
    try {
      await writeHead(db, await db.transaction().execute((transaction) => append(transaction, entry, now)))
      return
    } catch (cause) {
      if (tries >= MOST_TRIES || !isTaken(cause)) throw cause
      await new Promise((resolve) => setTimeout(resolve, tries * 5))
    }
  }
}

/** Writes one entry of the trail behind the newest, and where the chain ends beside the database. */
export function audit(db: Kysely<AppDatabase>, entry: AuditEntry, now = new Date()): Promise<void> {
  const before = waiting.get(db) ?? Promise.resolve()
  const mine = before.catch(() => {}).then(() => appendInTurn(db, entry, now))
  waiting.set(db, mine)
  return mine
}
