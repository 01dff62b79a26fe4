import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { jsonTexts, keyOfColumns, looseName, nearPeriod, numberInText } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'

/** Which of a protocol's ruled values are looked at; a step that is left out stands for all. */
export interface Ruled {
  protocol_code: string
  step?: string
  /** Named, so that the parameters of a series are read once for all of them. */
  parameters: readonly string[]
}

const EXAM = { day: 'x.day', center: 'x.center_code', modality: 'x.modality', scanner: 'x.scanner_id' }

/** Deviations of a value: those that another rule of the parameter would judge otherwise, and values that are absent. */
const OF_A_VALUE = sql`('out_of_tolerance', 'missing_parameter')`

/** A series is looked for so many days around the days of its exam; the log of a longer exam is in error. */
const SERIES_DAYS = 7

const only = (column: string, value: string | undefined): RawBuilder<SqlBool> =>
  value === undefined ? sql<SqlBool>`true` : sql<SqlBool>`${sql.ref(column)} = ${value}`

/** Whether a rule's `when` holds on a scanner, as the mart judges it. */
const HOLDS = sql<SqlBool>`(r.manufacturer IS NULL OR lower(r.manufacturer) = lower(s.manufacturer))
  AND (r.model IS NULL OR lower(r.model) = lower(s.model))
  AND (r.field_strength_t IS NULL
    OR abs(r.field_strength_t - s.field_strength_t) <= 1e-9 * greatest(1, abs(r.field_strength_t)))`

/** Place of a parameter among those that are looked at. */
function placeOf(parameters: readonly string[]) {
  const places = parameters.map((name, i) => sql`WHEN ${name} THEN ${sql.lit(i + 1)}`)
  return places.length === 0 ? sql`0` : sql`CASE r.parameter ${sql.join(places, sql` `)} END`
}

/** Names by which steps that are ruled may stand in the log: most series are of other protocols. */
const named = ({ protocol_code, step }: Ruled) =>
  sql`named AS (SELECT ${looseName('r.step')} AS name FROM main.protocol_rule AS r
      WHERE r.protocol_code = ${protocol_code} AND ${only('r.step', step)}
    UNION SELECT ${looseName('al.alias')} FROM main.step_alias AS al)`

/**
 * Judged series: the last of each step of an exam. Exams that repeated none have no other, and only the rest is sorted.
 * `texts`: what was logged for the parameters, in their order.
 */
function judgedSeries(filters: Filters, ruled: Ruled) {
  const name = sql`coalesce(al.step, a.step)`
  const columns = sql.raw('exam_key, center_code, day, version, breaches, scanner_id, step, texts')
  return sql`logged AS MATERIALIZED (
    SELECT e.exam_key, e.center_code, e.day, e.version, e.breaches, e.is_repeated, a.scanner_id, ${name} AS step,
      ${jsonTexts('a.parameters', ruled.parameters)} AS texts, a.series_no, a.started_at, a.event_id
    FROM exam AS e
    JOIN main.acquisition AS a ON a.center_code = e.center_code AND a.accession_no = e.accession_no
      AND ${nearPeriod('a.started_at', filters, SERIES_DAYS)} AND ${looseName('a.step')} IN (SELECT name FROM named)
    LEFT JOIN main.step_alias AS al ON al.center_code = a.center_code AND ${looseName('al.alias')} = ${looseName('a.step')}
    WHERE ${ruled.step === undefined ? sql`true` : sql`${name} = ${ruled.step}`}),
  ranked AS (SELECT *, row_number() OVER (PARTITION BY exam_key, step
      ORDER BY series_no DESC NULLS LAST, started_at DESC, event_id DESC) AS from_last
    FROM logged WHERE is_repeated),
  series AS (SELECT ${columns} FROM logged WHERE NOT is_repeated
    UNION ALL SELECT ${columns} FROM ranked WHERE from_last = 1)`
}

/**
 * What judged series logged for ruled parameters, as parts of a question: `exam`, an assessable exam of the protocol, and
 * `seen`, a row for each of its judged series (the last of its step) and ruled parameter, with the first rule that holds on
 * the scanner, the value as text and as a number (null where it is none or absent) and the deviation that was found.
 */
export function observedParts(filters: Filters, ruled: Ruled): RawBuilder<unknown> {
  const { protocol_code, step, parameters } = ruled
  const isNamed = (column: string) =>
    parameters.length === 0 ? sql`false` : sql`${sql.ref(column)} IN (${sql.join(parameters)})`
  return sql`exam AS (SELECT ${keyOfColumns('x.center_code', 'x.accession_no')} AS exam_key, x.center_code, x.accession_no,
      x.day, x.protocol_version AS version, x.compliant, coalesce(x.repeated_steps, 1) > 0 AS is_repeated,
      x.missing_steps + x.deviating_parameters + x.missing_parameters + x.missing_tags AS breaches
    FROM mart.exam_compliance AS x
    WHERE ${inScope(filters, EXAM)} AND x.assessable AND x.protocol_code = ${protocol_code}),
  ${named(ruled)},
  ${judgedSeries(filters, ruled)},
  matching AS (SELECT r.version, r.step, r.step_order, r.parameter, r.rule_order, r.min_value, r.max_value, r.allowed,
      ${placeOf(parameters)} AS text_place, s.scanner_id, s.manufacturer, s.model,
      row_number() OVER (PARTITION BY r.version, r.step, r.parameter, s.scanner_id ORDER BY r.rule_order) AS place
    FROM main.protocol_rule AS r JOIN main.scanner AS s ON ${HOLDS}
    WHERE r.protocol_code = ${protocol_code} AND ${only('r.step', step)} AND ${isNamed('r.parameter')}),
  breach AS (SELECT ${keyOfColumns('v.center_code', 'v.accession_no')} AS exam_key, v.step, v.parameter, v.kind
    FROM mart.deviation AS v
    WHERE ${inScope(filters, { day: 'v.day', center: 'v.center_code', scanner: 'v.scanner_id' })}
      AND v.protocol_code = ${protocol_code} AND v.kind IN ${OF_A_VALUE}
      AND ${only('v.step', step)} AND ${isNamed('v.parameter')}),
  judged AS (SELECT s.exam_key, s.center_code, s.day, s.version, s.scanner_id, s.step, r.step_order, r.parameter, r.rule_order,
      r.min_value, r.max_value, r.allowed, r.manufacturer, r.model, v.kind,
      CASE WHEN v.kind IS DISTINCT FROM 'missing_parameter' THEN s.texts[r.text_place] END AS text
    FROM series AS s
    JOIN matching AS r ON r.version = s.version AND r.step = s.step AND r.scanner_id = s.scanner_id AND r.place = 1
    LEFT JOIN breach AS v ON v.exam_key = CASE WHEN s.breaches > 0 THEN s.exam_key END
      AND v.step = s.step AND v.parameter = r.parameter),
  seen AS (SELECT *, ${numberInText(sql.ref('text'))} AS number FROM judged)`
}
