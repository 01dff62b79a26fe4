import { sql, type Kysely, type RawBuilder } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { countWhere, holds, inPeriod } from '../db/functions.ts'
import type { WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import { scope } from '../filter/scope.ts'
import { answer } from '../page/answer.ts'
import type { Answer, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { MappingPage, NameKind, UnknownName } from './mapping-types.ts'

const places = (filters: Filters, alias: string, modality = true) =>
  scope(filters, {
    center: `${alias}.center_code`,
    scanner: `${alias}.scanner_id`,
    ...(modality && { modality: `${alias}.modality` }),
  })

const now = (filters: Filters, alias: string) => sql`${inPeriod(`${alias}.day`, filters)} AND ${places(filters, alias)}`

/**
 * The unknown names of a kind in the period with their first day in all the data: the days before are read for these names
 * alone, and not at all where there is none.
 */
function withFirstDay(kind: NameKind, filters: Filters, isNamed: RawBuilder<unknown>, exams = sql`main.exam`) {
  return sql`SELECT ${kind} AS kind, u.center_code, u.name, u.exams, min(e.day) AS first_day, u.gain, u.suggestion
    FROM ${sql.raw(`unknown_${kind}`)} AS u JOIN ${exams} AS e ON e.center_code = u.center_code AND ${isNamed}
    WHERE ${places(filters, 'e')} GROUP BY u.center_code, u.name, u.exams, u.gain, u.suggestion`
}

const NO_SUGGESTION = sql`CAST(NULL AS VARCHAR) AS suggestion`

/** Names of exams of the period that a reference table lacks, a part for each kind but steps. */
const unknownOfExams = (filters: Filters) => sql`
  unknown_protocol AS (SELECT x.center_code, x.protocol_code AS name, count(*) AS exams,
      ${countWhere(sql`NOT x.assessable`)} AS gain, ${NO_SUGGESTION}
    FROM mart.exam_compliance AS x
    WHERE ${now(filters, 'x')} AND x.protocol_code NOT IN (SELECT protocol_code FROM main.protocol)
    GROUP BY x.center_code, x.protocol_code),
  unknown_procedure AS (SELECT e.center_code, e.procedure_code AS name, count(*) AS exams, count(*) AS gain, ${NO_SUGGESTION}
    FROM main.exam AS e
    WHERE e.performed AND ${now(filters, 'e')} AND e.procedure_code NOT IN (SELECT procedure_code FROM main.procedure)
    GROUP BY e.center_code, e.procedure_code),
  found AS (SELECT e.center_code, unnest(e.findings) AS name FROM main.exam AS e
    WHERE e.performed AND len(e.findings) > 0 AND ${now(filters, 'e')}),
  unknown_finding AS (SELECT center_code, name, count(*) AS exams, count(*) AS gain, ${NO_SUGGESTION} FROM found
    WHERE name NOT IN (SELECT finding_code FROM main.finding) GROUP BY center_code, name)`

/** Deviations carry no modality: their exam's decides, looked up only where the filter asks. */
const ofModality = (filters: Filters) =>
  filters.modality.length === 0
    ? sql`true`
    : sql`(v.center_code, v.accession_no) IN (SELECT (x.center_code, x.accession_no) FROM mart.exam_compliance AS x
        WHERE ${scope(filters, { modality: 'x.modality' })})`

/** Step names of the log that the version in force does not know; beside each, the required step that is missed with it. */
function steps(filters: Filters) {
  const mine = sql`v.kind = 'extra_step' AND ${places(filters, 'v', false)} AND ${ofModality(filters)}`
  return sql`extra AS (SELECT v.center_code, v.accession_no, v.step FROM mart.deviation AS v
      WHERE ${mine} AND ${inPeriod('v.day', filters)}),
    missed AS (SELECT m.center_code, m.accession_no, min(m.step) AS step FROM mart.deviation AS m
      WHERE m.kind = 'missing_step' AND ${inPeriod('m.day', filters)} GROUP BY m.center_code, m.accession_no),
    paired AS (SELECT e.center_code, e.step, m.step AS missed, row_number() OVER (PARTITION BY e.center_code, e.step
        ORDER BY count(*) DESC, m.step) AS place
      FROM extra AS e JOIN missed AS m ON m.center_code = e.center_code AND m.accession_no = e.accession_no
      GROUP BY e.center_code, e.step, m.step),
    unknown_step AS (SELECT e.center_code, e.step AS name, count(*) AS exams, count(m.step) AS gain,
        CASE WHEN 2 * count(m.step) >= count(*) THEN max(p.missed) END AS suggestion
      FROM extra AS e
      LEFT JOIN missed AS m ON m.center_code = e.center_code AND m.accession_no = e.accession_no
      LEFT JOIN paired AS p ON p.center_code = e.center_code AND p.step = e.step AND p.place = 1
      GROUP BY e.center_code, e.step),
    step_name AS (SELECT 'step' AS kind, u.center_code, u.name, u.exams, min(v.day) AS first_day, u.gain, u.suggestion
      FROM unknown_step AS u JOIN mart.deviation AS v ON v.center_code = u.center_code AND v.step = u.name
      WHERE ${mine} GROUP BY u.center_code, u.name, u.exams, u.gain, u.suggestion)`
}

/** Names that the reference data does not know, of the centers of the filter. */
function unknownNames(db: Kysely<Database>, filters: Filters): Promise<UnknownName[]> {
  const isNow = inPeriod('e.day', filters)
  return askedSql(
    db,
    'mapping.names',
    sql<UnknownName>`WITH ${steps(filters)}, ${unknownOfExams(filters)},
    product AS (SELECT r.center_code, r.accession_no, r.product_code FROM main.ai_result AS r
      WHERE r.product_code NOT IN (SELECT product_code FROM main.ai_product)),
    name AS (SELECT * FROM step_name
      UNION ALL ${withFirstDay('protocol', filters, sql`e.protocol_code = u.name`, sql`mart.exam_compliance`)}
      UNION ALL ${withFirstDay('procedure', filters, sql`e.performed AND e.procedure_code = u.name`)}
      UNION ALL ${withFirstDay('finding', filters, sql`e.performed AND ${holds('e.findings', 'u.name')}`)}
      UNION ALL SELECT 'product', e.center_code, p.product_code, ${countWhere(isNow)}, min(e.day), ${countWhere(isNow)}, NULL
        FROM product AS p JOIN main.exam AS e ON e.center_code = p.center_code AND e.accession_no = p.accession_no
        WHERE ${places(filters, 'e')} GROUP BY e.center_code, p.product_code)
    SELECT kind, center_code, name, exams, first_day, gain, suggestion FROM name WHERE exams > 0
    ORDER BY gain DESC, exams DESC, kind, center_code, name`,
  )
}

/** What the feeds name and nobody has mapped: an unmapped name drops out of every figure. */
export function mappingPage(reader: WarehouseReader, filter: Filter): Promise<Answer<MappingPage>> {
  return answer(reader, { name: 'mapping', filter, needs: ['exams', 'scanner_log'] }, async ({ db, filters }) => ({
    names: await unknownNames(db, filters),
  }))
}
