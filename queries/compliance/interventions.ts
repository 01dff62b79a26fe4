import { sql, type Kysely } from 'kysely'
import { asked, askedSql } from '../db/asked.ts'
import { inPeriod, localDay } from '../db/functions.ts'
import { addDays } from '../filter/days.ts'
import { scope } from '../filter/scope.ts'
import type { Day, Filters, Period } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { DeclaredChange, Part, ScannerPart } from './interventions-types.ts'

/** So many days on either side of a change, and before them for the placebo. */
const DAYS_AROUND = 56

/** The changes that the network declared for scanners or centers of the filter; without one, those of the whole network too. */
export async function declaredChanges(db: Kysely<Database>, filters: Filters): Promise<DeclaredChange[]> {
  const rows = await db
    .selectFrom('intervention as i')
    .leftJoin('scanner as s', 's.scanner_id', 'i.scanner_id')
    .select(['i.name_en', 'i.name_zh', 'i.scanner_id', 'i.kind', 'i.from_date', 'i.to_date'])
    .select(sql<string | null>`coalesce(i.center_code, s.center_code)`.as('center_code'))
    .where('i.from_date', 'is not', null)
    .orderBy('i.from_date', 'desc')
    .orderBy('i.name_en')
    .$call(asked('interventions.declared'))
  return rows
    .filter(({ center_code }) => filters.center.length === 0 || filters.center.includes(center_code ?? ''))
    .map(({ name_en, name_zh, ...row }) => {
      const name = name_en ?? ''
      return { ...row, name_en: name, name_zh: name_zh ?? name, from_date: row.from_date! }
    })
}

/** The days around a change: before it, before those, and after it as far as it and the data reach. */
export function spansOf(
  { from_date, to_date }: Pick<DeclaredChange, 'from_date' | 'to_date'>,
  lastDay: Day,
): Record<Part, Period> {
  const ends = [addDays(from_date, DAYS_AROUND), addDays(lastDay, 1), ...(to_date ? [addDays(to_date, 1)] : [])].sort()
  const [begin, middle] = [addDays(from_date, -2 * DAYS_AROUND), addDays(from_date, -DAYS_AROUND)]
  return {
    earlier: { from: begin, to: middle },
    before: { from: middle, to: from_date },
    after: { from: from_date, to: ends[0]! < from_date ? from_date : ends[0]! },
  }
}

/** The days of all parts together, and the part that a day of them lies in. */
export function partsIn({ earlier, before, after }: Record<Part, Period>) {
  const all = { from: earlier.from, to: after.to }
  const part = (day: string) => sql`CASE WHEN ${sql.ref(day)} < ${localDay(before.from)} THEN 'earlier'
    WHEN ${sql.ref(day)} < ${localDay(after.from)} THEN 'before' ELSE 'after' END`
  return { all, part }
}

/**
 * The scanners of the changed modalities in the days around a change: those that it names, and those that had no change of
 * their own in these days. A change of the whole network is nobody's own.
 */
export function scannerParts(
  db: Kysely<Database>,
  filters: Filters,
  change: DeclaredChange,
  spans: Record<Part, Period>,
): Promise<ScannerPart[]> {
  const { all, part } = partsIn(spans)
  const { scanner_id, center_code } = change
  const ofCenter = center_code ? sql`s.center_code = ${center_code}` : sql`false`
  const isChanged = scanner_id ? sql`s.scanner_id = ${scanner_id}` : ofCenter
  const mine = (table: string) => sql`${inPeriod(`${table}.day`, all)} AND ${sql.ref(`${table}.scanner_id`)} IN
    (SELECT scanner_id FROM asked)`
  return askedSql(
    db,
    'interventions.scanners',
    sql<ScannerPart>`WITH marked AS (SELECT s.scanner_id, s.center_code, s.modality, ${isChanged} AS is_changed
        FROM main.scanner AS s WHERE ${scope({ ...filters, center: [], scanner: [] }, { modality: 's.modality' })}),
      other AS (SELECT s.scanner_id FROM main.scanner AS s JOIN main.intervention AS i
          ON i.scanner_id = s.scanner_id OR (i.scanner_id IS NULL AND i.center_code = s.center_code)
        WHERE i.from_date < ${localDay(all.to)} AND coalesce(i.to_date, ${localDay(all.to)}) >= ${localDay(all.from)}
          AND i.from_date >= ${localDay(all.from)}),
      asked AS (SELECT scanner_id, center_code, modality, is_changed FROM marked
        WHERE modality IN (SELECT modality FROM marked WHERE is_changed)
          AND (is_changed OR scanner_id NOT IN (SELECT scanner_id FROM other))),
      room AS (SELECT d.scanner_id, ${part('d.day')} AS part, sum(d.exams_performed) AS exams,
          sum(d.occupied_minutes) AS occupied, sum(d.scanning_minutes) AS scanning, sum(d.staffed_minutes) AS staffed
        FROM mart.scanner_day AS d WHERE ${mine('d')} GROUP BY 1, 2),
      repeated AS (SELECT e.scanner_id, ${part('e.day')} AS part, count(e.repeat_of) AS repeats
        FROM main.exam AS e WHERE e.performed AND e.repeat_of IS NOT NULL AND ${mine('e')} GROUP BY 1, 2),
      dosed AS (SELECT x.scanner_id, ${part('x.day')} AS part, avg(CASE WHEN x.dose_over_reference THEN 1.0 ELSE 0.0 END) AS rate
        FROM mart.exam_compliance AS x WHERE x.dose_over_reference IS NOT NULL AND ${mine('x')} GROUP BY 1, 2)
      SELECT a.scanner_id, a.center_code, a.modality, a.is_changed, r.part, CAST(r.exams AS BIGINT) AS exams,
        r.occupied / r.exams AS exam_minutes, r.scanning / r.exams AS scan_minutes,
        CAST(coalesce(p.repeats, 0) AS DOUBLE) / r.exams AS repeat_rate, CAST(d.rate AS DOUBLE) AS dose_over_reference_rate,
        60 * r.exams / nullif(r.staffed, 0) AS exams_per_staffed_hour
      FROM asked AS a JOIN room AS r ON r.scanner_id = a.scanner_id AND r.exams > 0
      LEFT JOIN repeated AS p ON p.scanner_id = r.scanner_id AND p.part = r.part
      LEFT JOIN dosed AS d ON d.scanner_id = r.scanner_id AND d.part = r.part
      ORDER BY a.is_changed DESC, a.scanner_id, r.part`,
  )
}
