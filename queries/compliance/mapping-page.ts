import { sql, type Kysely, type RawBuilder } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { inPeriod } from '../db/functions.ts'
import type { WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import { scope } from '../filter/scope.ts'
import { answer } from '../page/answer.ts'
import type { Answer, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { MappingPage, UnknownName } from './mapping-types.ts'

/** How often a name stands in the period, and on which day it came first. */
function counted(filters: Filters, day: string, gain: RawBuilder<unknown>) {
  const now = inPeriod(day, filters)
  return sql`CAST(sum(CASE WHEN ${now} THEN 1 ELSE 0 END) AS BIGINT) AS exams, min(${sql.ref(day)}) AS first_day,
    CAST(sum(CASE WHEN ${now} AND ${gain} THEN 1 ELSE 0 END) AS BIGINT) AS gain`
}

const places = (filters: Filters, alias: string, modality = true) =>
  scope(filters, {
    center: `${alias}.center_code`,
    scanner: `${alias}.scanner_id`,
    ...(modality && { modality: `${alias}.modality` }),
  })

const always = sql`true`

/** Codes of performed exams that a reference table lacks. */
const ofExams = (kind: string, filters: Filters, name: string, known: string) =>
  sql`SELECT ${kind} AS kind, e.center_code, ${sql.raw(name)} AS name, ${counted(filters, 'e.day', always)},
      NULL AS suggestion
    FROM main.exam AS e WHERE e.performed AND ${places(filters, 'e')} AND ${sql.raw(name)} NOT IN (${sql.raw(known)})
    GROUP BY e.center_code, ${sql.raw(name)}`

/** Step names of the log that the version in force does not know; beside each, the required step that is missed with it. */
function steps(filters: Filters) {
  return sql`extra AS (SELECT v.center_code, v.accession_no, v.day, v.step FROM mart.deviation AS v
      JOIN mart.exam_compliance AS x ON x.center_code = v.center_code AND x.accession_no = v.accession_no
      WHERE v.kind = 'extra_step' AND ${places(filters, 'x')}),
    missed AS (SELECT center_code, accession_no, min(step) AS step FROM mart.deviation WHERE kind = 'missing_step'
      GROUP BY center_code, accession_no),
    paired AS (SELECT e.center_code, e.step, m.step AS missed, row_number() OVER (PARTITION BY e.center_code, e.step
        ORDER BY count(*) DESC, m.step) AS place
      FROM extra AS e JOIN missed AS m ON m.center_code = e.center_code AND m.accession_no = e.accession_no
      GROUP BY e.center_code, e.step, m.step),
    step_name AS (SELECT 'step' AS kind, e.center_code, e.step AS name,
        ${counted(filters, 'e.day', sql`m.step IS NOT NULL`)}, CASE WHEN 2 * count(m.step) >= count(*) THEN max(p.missed) END AS suggestion
      FROM extra AS e
      LEFT JOIN missed AS m ON m.center_code = e.center_code AND m.accession_no = e.accession_no
      LEFT JOIN paired AS p ON p.center_code = e.center_code AND p.step = e.step AND p.place = 1
      GROUP BY e.center_code, e.step)`
}

/** Names that the reference data does not know, of the centers of the filter. */
function unknownNames(db: Kysely<Database>, filters: Filters): Promise<UnknownName[]> {
  return askedSql(
    db,
    'mapping.names',
    sql<UnknownName>`WITH ${steps(filters)},
    found AS (SELECT e.center_code, e.scanner_id, e.modality, e.day, unnest(e.findings) AS finding
      FROM main.exam AS e WHERE e.performed AND len(e.findings) > 0 AND ${places(filters, 'e')}),
    name AS (SELECT * FROM step_name
      UNION ALL SELECT 'protocol', x.center_code, x.protocol_code, ${counted(filters, 'x.day', sql`NOT x.assessable`)}, NULL
        FROM mart.exam_compliance AS x
        WHERE x.protocol_code NOT IN (SELECT protocol_code FROM main.protocol) AND ${places(filters, 'x')}
        GROUP BY x.center_code, x.protocol_code
      UNION ALL ${ofExams('procedure', filters, 'e.procedure_code', 'SELECT procedure_code FROM main.procedure')}
      UNION ALL SELECT 'finding', f.center_code, f.finding, ${counted(filters, 'f.day', always)}, NULL FROM found AS f
        WHERE f.finding NOT IN (SELECT finding_code FROM main.finding) GROUP BY f.center_code, f.finding
      UNION ALL SELECT 'product', e.center_code, r.product_code, ${counted(filters, 'e.day', always)}, NULL
        FROM main.ai_result AS r
        JOIN main.exam AS e ON e.center_code = r.center_code AND e.accession_no = r.accession_no
        WHERE r.product_code NOT IN (SELECT product_code FROM main.ai_product) AND ${places(filters, 'e')}
        GROUP BY e.center_code, r.product_code)
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
