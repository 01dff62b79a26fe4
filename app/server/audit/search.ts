import type { Kysely } from 'kysely'
import type { AppDatabase } from '../app-db/schema.ts'
import { ENTRIES_ON_PAGE } from '../../admin/trail-page.ts'
import { AUDIT_KINDS } from '../../audit-kinds.ts'

export interface AuditQuery {
  user: string | null
  kind: string | null
  /** Days in UTC, both included; null for no end. */
  from: string | null
  to: string | null
  /** Part of what an entry says. */
  text: string | null
}

export interface AuditRow {
  seq: number
  at: string
  kind: string
  user_name: string | null
  client_ip: string | null
  detail: string | null
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

const MOST_EXPORTED = 100_000

/** What the trail is searched by, from an address; what is no value of a field counts as not given. */
export function auditSearch(search: URLSearchParams): AuditQuery {
  const given = (name: string) => search.get(name)?.trim().slice(0, 200) || null
  const day = (name: string) => (DAY.test(given(name) ?? '') ? given(name) : null)
  const kind = AUDIT_KINDS.find((one) => one === given('kind')) ?? null
  return { user: given('user'), kind, from: day('since'), to: day('through'), text: given('text') }
}

function narrowed(db: Kysely<AppDatabase>, { user, kind, from, to, text }: AuditQuery) {
  let entries = db.selectFrom('audit_entry')
  if (user) entries = entries.where('user_name', '=', user)
  if (kind) entries = entries.where('kind', '=', kind)
  if (from) entries = entries.where('at', '>=', from)
  // Instants of the day begin with it and a T, before a U.
  if (to) entries = entries.where('at', '<', `${to}U`)
  if (text)
    entries = entries.where((eb) =>
      eb(eb.fn('lower', ['detail']), 'like', `%${text.toLowerCase().replace(/[\\%_]/g, '')}%`),
    )
  return entries
}

const COLUMNS = ['seq', 'at', 'kind', 'user_name', 'client_ip', 'detail'] as const

/** The newest first, a page of them, and how many there are. */
export async function auditEntries(
  db: Kysely<AppDatabase>,
  query: AuditQuery,
  page: number,
): Promise<{ rows: AuditRow[]; total: number }> {
  const [rows, total] = await Promise.all([
    narrowed(db, query)
      .select(COLUMNS)
      .orderBy('seq', 'desc')
      .limit(ENTRIES_ON_PAGE)
      .offset((page - 1) * ENTRIES_ON_PAGE)
      .execute(),
    narrowed(db, query)
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow(),
  ])
  return { rows, total: total.total }
}

/** All that are found, with the hashes by which whoever keeps them can check the chain: the newest 100,000. */
export async function auditExport(db: Kysely<AppDatabase>, query: AuditQuery) {
  const rows = await narrowed(db, query)
    .select([...COLUMNS, 'previous_hash', 'hash'])
    .orderBy('seq', 'desc')
    .limit(MOST_EXPORTED)
    .execute()
  return rows.reverse()
}
