import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { localDay } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import { GROUPED_BY, nameOfSet } from '../metric/grouping-sets.ts'
import { centerNames } from '../page/names.ts'
import { PAGE_SIZE, paged, pageNumber } from '../page/paged.ts'
import type { Filters, Paged } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { onBasis } from './basis.ts'
import { LEAK_KINDS, type CenterLeakRow, type LeakItem, type LeakKind, type LeakRow } from './exams-types.ts'

/** Days after which nobody waits for a charge, or for an exam's row, any more. */
export const GRACE_DAYS = 7
const LEAK = { day: 'f.month', center: 'f.center_code' }

/** Every leak of the months that figures rest on; exams after the day may still be charged. */
const found = (filters: Filters, until: string) =>
  sql`found AS (SELECT f.* FROM mart.leak AS f WHERE ${inScope(wholeCenters(filters), LEAK)} AND ${onBasis(filters, LEAK)}
      AND f.day <= ${localDay(until)})`

const wholeCenters = (filters: Filters): Filters => ({ ...filters, modality: [], scanner: [] })

type SumRow = LeakRow & { grouped_by: string; center_code: string | null }
const BY_KIND = nameOfSet(['kind'])
const BY_CENTER = nameOfSet(['center_code'])
const BY_BOTH = nameOfSet(['kind', 'center_code'])

/** How much leaks, by kind and by center: what was done and not charged, and what was charged and not done. */
export async function leakage(
  db: Kysely<Database>,
  filters: Filters,
  until: string,
): Promise<{ leaks: LeakRow[]; leak_centers: CenterLeakRow[] }> {
  const [rows, nameOf] = await Promise.all([
    askedSql(
      db,
      'exams.leaks',
      sql<SumRow>`WITH ${found(filters, until)}
      SELECT CASE grouping(f.kind, f.center_code) WHEN 0 THEN ${sql.lit(BY_BOTH)} WHEN 1 THEN ${sql.lit(BY_KIND)}
        ELSE ${sql.lit(BY_CENTER)} END AS ${sql.raw(GROUPED_BY)}, f.kind, f.center_code, CAST(sum(f.items) AS BIGINT) AS items, sum(f.amount) AS amount
      FROM found AS f GROUP BY GROUPING SETS ((f.kind), (f.center_code), (f.kind, f.center_code)) ORDER BY 1, amount DESC NULLS LAST, kind, center_code`,
    ),
    centerNames(db),
  ])
  const kinds = rows.filter((row) => row.grouped_by === BY_KIND)
  const each = new Map(
    rows.filter((row) => row.grouped_by === BY_BOTH).map((row) => [`${row.kind} ${row.center_code}`, row.items]),
  )
  return {
    leaks: LEAK_KINDS.map((kind) => {
      const row = kinds.find((one) => one.kind === kind)
      return { kind, items: row?.items ?? 0, amount: row ? row.amount : 0 }
    }),
    leak_centers: rows
      .filter((row) => row.grouped_by === BY_CENTER)
      .map(({ center_code: code, items, amount }): CenterLeakRow => {
        const center_code = code as string
        const of = (kind: LeakKind) => each.get(`${kind} ${center_code}`) ?? 0
        const kindsOf = Object.fromEntries(LEAK_KINDS.map((kind) => [kind, of(kind)])) as Record<LeakKind, number>
        return { center_code, ...nameOf(center_code), ...kindsOf, items, amount }
      }),
  }
}

/** The leaks one by one, the greatest amount first: single exams and what they cost. */
export async function leakItems(
  db: Kysely<Database>,
  filters: Filters,
  until: string,
  page: number | undefined,
): Promise<Paged<LeakItem>> {
  const number = pageNumber(page)
  const rows = await askedSql(
    db,
    'exams.leak_items',
    sql<LeakItem & { total: number }>`WITH ${found(filters, until)}
    SELECT f.kind, f.center_code, f.accession_no, f.charge_id, f.day, f.procedure_code, f.amount, f.lines,
      (SELECT count(*) FROM found) AS total
    FROM found AS f ORDER BY f.amount DESC NULLS LAST, f.kind, f.center_code, f.accession_no, f.charge_id
    LIMIT ${sql.lit(PAGE_SIZE)} OFFSET ${sql.lit((number - 1) * PAGE_SIZE)}`,
  )
  return paged(
    rows.map(({ total: _, ...row }) => row),
    rows[0]?.total ?? 0,
    number,
  )
}
