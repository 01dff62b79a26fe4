import type { Kysely } from 'kysely'
import type { AppDatabase } from '../app-db/schema.ts'
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

/** Writers of one process wait for each other here; those of others meet at the key and try again. */
const waiting = new WeakMap<Kysely<AppDatabase>, Promise<unknown>>()

const detailOf = (detail: AuditEntry['detail']) =>
  detail === undefined || detail === null
    ? null
    : (typeof detail === 'string' ? detail : JSON.stringify(detail)).slice(0, MOST_CHARACTERS)

const isTaken = (cause: unknown) =>
  cause instanceof Error && /UNIQUE|PRIMARY KEY|SQLITE_(BUSY|CONSTRAINT)|database is locked/i.test(cause.message)

async function append(db: Kysely<AppDatabase>, entry: AuditEntry, now: Date): Promise<Chained> {
  return db.transaction().execute(async (transaction) => {
    const last = await transaction
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
        user_name: entry.userName ?? null,
        client_ip: entry.clientIp ?? null,
        detail: detailOf(entry.detail),
      },
      last?.hash ?? FIRST_HASH,
    )
    await transaction.insertInto('audit_entry').values(next).execute()
    return next
  })
}

async function appendInTurn(db: Kysely<AppDatabase>, entry: AuditEntry, now: Date): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await writeHead(db, await append(db, entry, now))
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
