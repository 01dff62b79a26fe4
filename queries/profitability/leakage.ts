import { sql, type Kysely, type RawBuilder } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { inPeriod, keyOfColumns, localDay } from '../db/functions.ts'
import { addDays } from '../filter/days.ts'
import { inScope, scope } from '../filter/scope.ts'
import { GROUPED_BY, nameOfSet } from '../metric/grouping-sets.ts'
import { centerNames } from '../page/names.ts'
import { PAGE_SIZE, paged, pageNumber } from '../page/paged.ts'
import type { Filters, Paged } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { onBasis } from './basis.ts'
import { LEAK_KINDS, type CenterLeakRow, type LeakItem, type LeakKind, type LeakRow } from './exams-types.ts'

/** Days after which nobody waits for a charge, or for an exam's row, any more. */
export const GRACE_DAYS = 7
/** Days around the period in which the lines of its exams, and the exams of its lines, are looked for. */
const NEAR_DAYS = 31

const LINE = { day: 'h.service_date', center: 'h.center_code' }
const EXAM = { day: 'm.month', center: 'm.center_code' }
const examKey = (table: string) => keyOfColumns(`${table}.center_code`, `${table}.accession_no`)

interface Asked {
  filters: Filters
  /** Exams after that day may still be charged. */
  until: string
}

const near = ({ from, to }: Filters) => ({ from: addDays(from, -NEAR_DAYS), to: addDays(to, NEAR_DAYS) })

/** What the center charges for a procedure, and for contrast in exams of a modality: the mean of its lines of the period. */
const usual = (
  filters: Filters,
) => sql`billed AS (SELECT h.center_code, h.procedure_code, sum(h.charge_amount) AS amount, count(*) AS n
      FROM main.charge h WHERE h.status <> 'void' AND ${inScope(filters, LINE)} GROUP BY 1, 2),
    contrast AS (SELECT h.center_code, m.modality, sum(h.charge_amount) AS amount, count(*) AS n
      FROM main.charge h JOIN main.procedure p ON p.procedure_code = h.procedure_code AND p.contrast
      JOIN mart.exam_money m ON m.center_code = h.center_code AND m.accession_no = h.accession_no
      WHERE h.status <> 'void' AND ${inScope(filters, LINE)} AND ${inPeriod('m.day', near(filters))} GROUP BY 1, 2)`

const withoutCharge = ({ filters, until }: Asked) => sql`
    SELECT 'exam_without_charge' AS kind, m.center_code, m.accession_no, NULL AS charge_id, m.day, x.procedure_code, 0 AS lines, 1 AS items,
      coalesce(CAST(b.amount / b.n AS DECIMAL(14, 2)), p.list_price) AS amount
    FROM mart.exam_money m JOIN main.exam x ON x.center_code = m.center_code AND x.accession_no = m.accession_no
    LEFT JOIN billed b ON b.center_code = m.center_code AND b.procedure_code = x.procedure_code
    LEFT JOIN main.procedure p ON p.procedure_code = x.procedure_code
    WHERE m.charge_lines = 0 AND ${inScope(filters, EXAM)} AND ${onBasis(filters, EXAM)} AND m.day <= ${localDay(until)}
      AND ${inPeriod('x.day', filters)}`

/** A line whose exam was performed far from the period is asked for among all exams; of these there are few. */
const withoutExam = ({ filters, until }: Asked) => sql`
    SELECT 'charge_without_exam', h.center_code, h.accession_no, h.charge_id, h.service_date, h.procedure_code, 1, 1, h.charge_amount
    FROM (SELECT h.* FROM main.charge h WHERE h.status <> 'void' AND ${inScope(filters, LINE)} AND ${onBasis(filters, LINE)}
        AND h.service_date <= ${localDay(until)}
        AND ${examKey('h')} NOT IN (SELECT ${examKey('m')} FROM mart.exam_money m
          WHERE ${inPeriod('m.day', near(filters))} AND ${scope(filters, { center: 'm.center_code' })})) h
    WHERE NOT EXISTS (SELECT 1 FROM mart.exam_money m WHERE m.center_code = h.center_code AND m.accession_no = h.accession_no)`

/** The version that judged the exam gives contrast, the exam has lines, and none of them bills it. */
const withoutContrast = ({ filters, until }: Asked) => sql`
    SELECT 'contrast_not_billed', m.center_code, m.accession_no, NULL, m.day, x.procedure_code, m.charge_lines, 1,
      CAST(c.amount / c.n AS DECIMAL(14, 2))
    FROM mart.exam_compliance k
    JOIN main.protocol q ON q.protocol_code = k.protocol_code AND q.version = k.protocol_version AND q.contrast
    JOIN mart.exam_money m ON m.center_code = k.center_code AND m.accession_no = k.accession_no
    JOIN main.exam x ON x.center_code = k.center_code AND x.accession_no = k.accession_no
    LEFT JOIN contrast c ON c.center_code = k.center_code AND c.modality = k.modality
    WHERE m.charge_lines > 0 AND ${inPeriod('k.day', filters)} AND ${inScope(filters, EXAM)} AND ${onBasis(filters, EXAM)}
      AND ${inPeriod('x.day', filters)} AND m.day <= ${localDay(until)} AND EXISTS (SELECT 1 FROM main.procedure p WHERE p.contrast)
      AND ${examKey('k')} NOT IN (SELECT ${examKey('h')} FROM main.charge h
        WHERE h.status <> 'void' AND ${inPeriod('h.service_date', near(filters))} AND ${scope(filters, { center: 'h.center_code' })}
          AND h.procedure_code IN (SELECT p.procedure_code FROM main.procedure p WHERE p.contrast))`

/** The same procedure of the same exam on the same day more than once, of lines that somebody owes: all but the dearest. */
const duplicates = ({ filters, until }: Asked) => sql`
    SELECT 'duplicate', any_value(h.center_code), any_value(h.accession_no), min(h.charge_id), any_value(h.service_date),
      any_value(h.procedure_code), count(*), count(*) - 1, sum(h.charge_amount) - max(h.charge_amount)
    FROM main.charge h WHERE h.status IN ('billed', 'paid', 'partly_paid') AND ${inScope(filters, LINE)}
      AND ${onBasis(filters, LINE)} AND h.service_date <= ${localDay(until)}
    GROUP BY ${keyOfColumns('h.center_code', 'h.accession_no', 'h.procedure_code', 'h.service_date')} HAVING count(*) > 1`

/** Every leak of the months that figures rest on. */
function found(asked: Asked): RawBuilder<unknown> {
  const parts = [withoutCharge(asked), withoutExam(asked), withoutContrast(asked), duplicates(asked)]
  return sql`WITH ${usual(asked.filters)}, found AS (${sql.join(parts, sql` UNION ALL `)})`
}

type SumRow = LeakRow & { grouped_by: string; center_code: string | null }
const BY_KIND = nameOfSet(['kind'])
const BY_CENTER = nameOfSet(['center_code'])
const BY_BOTH = nameOfSet(['kind', 'center_code'])

const wholeCenters = (filters: Filters): Filters => ({ ...filters, modality: [], scanner: [] })

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
      sql<SumRow>`${found({ filters: wholeCenters(filters), until })}
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
    sql<LeakItem & { total: number }>`${found({ filters: wholeCenters(filters), until })}
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
