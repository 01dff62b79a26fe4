import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { AppDatabase, AuditKind } from './app-db/schema.ts'

export interface AuditEntry {
  kind: AuditKind
  userName?: string | null
  clientIp?: string | null
  detail?: string | null
}

/** Writes one line of the trail. Typed names are cut: a password typed into the wrong field may be long, but is not kept whole. */
export async function audit(db: Kysely<AppDatabase>, entry: AuditEntry, now = new Date()): Promise<void> {
  await db
    .insertInto('audit_event')
    .values({
      event_id: randomUUID(),
      at: now.toISOString(),
      kind: entry.kind,
      user_name: entry.userName?.slice(0, 32) ?? null,
      client_ip: entry.clientIp ?? null,
      detail: entry.detail?.slice(0, 200) ?? null,
    })
    .execute()
}
