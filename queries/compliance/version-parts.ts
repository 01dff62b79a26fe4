import { sql, type Kysely } from 'kysely'
import { asked, askedSql } from '../db/asked.ts'
import { elapsedUs, inPeriod, keyOfColumns, localDay, nearPeriod } from '../db/functions.ts'
import { addDays } from '../filter/days.ts'
import { scope } from '../filter/scope.ts'
import { nameOf } from '../page/names.ts'
import type { Day, Filters, Period } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { partsIn } from './interventions.ts'
import type { Part, VersionChanged, VersionPart } from './interventions-types.ts'

/** A series is logged so many days around the day of its exam. */
const SERIES_DAYS = 1

/** A version that replaced another, and the last day before the next one. */
export interface Replaced extends VersionChanged {
  to_date: Day | null
}

/** The versions that took the place of another on a day with data, of the modalities of the filter; the newest first. */
export async function versionChanges(
  db: Kysely<Database>,
  filters: Filters,
  { first, last }: { first: Day; last: Day },
): Promise<Replaced[]> {
  const rows = await db
    .selectFrom('protocol')
    .select(['protocol_code', 'version', 'modality', 'effective_from', 'effective_to', 'name_en', 'name_zh'])
    .where('modality', 'is not', null)
    .orderBy('protocol_code')
    .orderBy('version')
    .$call(asked('interventions.versions'))
  const replaced = rows.flatMap((row, place): Replaced[] => {
    const [before, next] = [rows[place - 1], rows[place + 1]]
    const { protocol_code, version, modality, effective_from: from_date } = row
    if (before?.protocol_code !== protocol_code || from_date === null || from_date <= first || from_date > last)
      return []
    if (filters.modality.length > 0 && !filters.modality.includes(modality!)) return []
    const ends = next?.protocol_code === protocol_code ? next.effective_from && addDays(next.effective_from, -1) : null
    const names = nameOf([{ ...row, code: protocol_code }])(protocol_code)
    return [{ protocol_code, version, modality: modality!, ...names, from_date, to_date: ends ?? row.effective_to }]
  })
  return replaced.sort((a, b) => (a.from_date < b.from_date ? 1 : a.from_date > b.from_date ? -1 : 0))
}

/** The protocol's scanners of the filter, and all scanners under each other protocol of the modality that kept its version. */
function examsAround(filters: Filters, change: Replaced, all: Period, part: (day: string) => unknown) {
  const { protocol_code, modality } = change
  return sql`other AS (SELECT protocol_code FROM main.protocol WHERE effective_from > ${localDay(all.from)}
      AND effective_from < ${localDay(all.to)}),
    mine AS MATERIALIZED (SELECT ${keyOfColumns('e.center_code', 'e.accession_no')} AS exam_key, e.center_code, e.scanner_id, e.protocol_code,
        ${part('e.day')} AS part, ${elapsedUs('e.started_at', 'e.completed_at')} AS us, e.repeat_of
      FROM main.exam AS e
      WHERE e.performed AND ${inPeriod('e.day', all)} AND e.modality = ${modality} AND e.scanner_id IS NOT NULL
        AND ((e.protocol_code = ${protocol_code} AND ${scope(filters, { center: 'e.center_code', scanner: 'e.scanner_id' })})
          OR (e.protocol_code <> ${protocol_code} AND e.protocol_code NOT IN (SELECT protocol_code FROM other))))`
}

/** Scanners under a protocol in the days around a change of version: what is logged, judged and read of their exams. */
export function versionParts(
  db: Kysely<Database>,
  filters: Filters,
  change: Replaced,
  spans: Record<Part, Period>,
): Promise<VersionPart[]> {
  const { all, part } = partsIn(spans)
  const { protocol_code, modality } = change
  const UNIT = sql`m.scanner_id, m.protocol_code, m.part`
  const ofUnit = (table: string) =>
    sql`${sql.ref(`${table}.scanner_id`)} = d.scanner_id AND ${sql.ref(`${table}.protocol_code`)} = d.protocol_code
      AND ${sql.ref(`${table}.part`)} = d.part`
  return askedSql(
    db,
    'interventions.version_scanners',
    sql<VersionPart>`WITH ${examsAround(filters, change, all, part)},
      done AS (SELECT min(m.center_code) AS center_code, ${UNIT}, count(*) AS exams, avg(m.us) / 60e6 AS exam_minutes,
          count(m.repeat_of) / count(*) AS repeat_rate FROM mine AS m GROUP BY ${UNIT}),
      series AS (SELECT ${keyOfColumns('a.center_code', 'a.accession_no')} AS exam_key,
          sum(${elapsedUs('a.started_at', 'a.ended_at')}) AS us, sum(a.dlp) AS dlp
        FROM main.acquisition AS a WHERE ${nearPeriod('a.started_at', all, SERIES_DAYS)}
          AND a.scanner_id IN (SELECT scanner_id FROM mine) GROUP BY 1),
      logged AS (SELECT ${UNIT}, avg(s.us) / 60e6 AS scan_minutes, avg(s.dlp) AS dlp_mgy_cm
        FROM mine AS m JOIN series AS s ON s.exam_key = m.exam_key GROUP BY ${UNIT}),
      judged AS (SELECT x.scanner_id, x.protocol_code, ${part('x.day')} AS part,
          avg(CASE WHEN x.compliant THEN 1.0 ELSE 0.0 END) AS compliance_rate
        FROM mart.exam_compliance AS x WHERE x.assessable AND ${inPeriod('x.day', all)} AND x.modality = ${modality} GROUP BY 1, 2, 3),
      reading AS (SELECT ${UNIT}, avg(CASE WHEN r.outcome IN ('TP', 'TN') THEN 1.0 ELSE 0.0 END) AS agreement_rate
        FROM mart.ai_reading AS r JOIN mine AS m ON m.exam_key = ${keyOfColumns('r.center_code', 'r.accession_no')}
        WHERE ${inPeriod('r.day', all)} AND r.modality = ${modality} GROUP BY ${UNIT})
    SELECT d.scanner_id, d.protocol_code, d.center_code, CAST(${modality} AS VARCHAR) AS modality,
      d.protocol_code = ${protocol_code} AS is_changed, d.part, d.exams, d.exam_minutes, d.repeat_rate, l.scan_minutes,
      l.dlp_mgy_cm, j.compliance_rate, r.agreement_rate
    FROM done AS d LEFT JOIN logged AS l ON ${ofUnit('l')} LEFT JOIN judged AS j ON ${ofUnit('j')}
    LEFT JOIN reading AS r ON ${ofUnit('r')}
    ORDER BY is_changed DESC, d.protocol_code, d.scanner_id, d.part`,
  )
}
