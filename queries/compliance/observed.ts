import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { jsonText, looseName, nearPeriod, numberInText } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'

/** Which of a protocol's ruled values are looked at; a step and a parameter that are left out stand for all. */
export interface Ruled {
  protocol_code: string
  step?: string
  parameter?: string
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

/**
 * What judged series logged for ruled parameters, as parts of a question: `exam`, an assessable exam of the protocol, and
 * `seen`, a row for each of its judged series (the last of its step) and ruled parameter, with the first rule that holds on
 * the scanner, the value as text and as a number (null where it is none or absent) and the deviation that was found.
 */
export function observedParts(filters: Filters, { protocol_code, step, parameter }: Ruled): RawBuilder<unknown> {
  const name = sql`coalesce(al.step, a.step)`
  const text = jsonText('s.parameters', parameter === undefined ? sql.ref('r.parameter') : sql`${parameter}`)
  return sql`exam AS (SELECT x.center_code, x.accession_no, x.day, x.protocol_version AS version, x.compliant,
      x.missing_steps + x.deviating_parameters + x.missing_parameters + x.missing_tags AS breaches
    FROM mart.exam_compliance AS x
    WHERE ${inScope(filters, EXAM)} AND x.assessable AND x.protocol_code = ${protocol_code}),
  series AS (SELECT e.center_code, e.accession_no, e.day, e.version, a.scanner_id, a.parameters, ${name} AS step,
      row_number() OVER (PARTITION BY e.center_code, e.accession_no, ${name}
        ORDER BY a.series_no DESC NULLS LAST, a.started_at DESC, a.event_id DESC) AS from_last
    FROM exam AS e
    JOIN main.acquisition AS a ON a.center_code = e.center_code AND a.accession_no = e.accession_no
      AND ${nearPeriod('a.started_at', filters, SERIES_DAYS)}
    LEFT JOIN main.step_alias AS al ON al.center_code = a.center_code AND ${looseName('al.alias')} = ${looseName('a.step')}
    WHERE ${step === undefined ? sql`true` : sql`${name} = ${step}`}),
  matching AS (SELECT r.version, r.step, r.step_order, r.parameter, r.rule_order, r.min_value, r.max_value, r.allowed,
      s.scanner_id, s.manufacturer, s.model,
      row_number() OVER (PARTITION BY r.version, r.step, r.parameter, s.scanner_id ORDER BY r.rule_order) AS place
    FROM main.protocol_rule AS r JOIN main.scanner AS s ON ${HOLDS}
    WHERE r.protocol_code = ${protocol_code} AND ${only('r.step', step)}
      AND r.parameter IS NOT NULL AND ${only('r.parameter', parameter)}),
  breach AS (SELECT v.center_code, v.accession_no, v.step, v.parameter, v.kind FROM mart.deviation AS v
    WHERE ${inScope(filters, { day: 'v.day', center: 'v.center_code', scanner: 'v.scanner_id' })}
      AND v.protocol_code = ${protocol_code} AND v.kind IN ${OF_A_VALUE}
      AND ${only('v.step', step)} AND ${only('v.parameter', parameter)}),
  logged AS (SELECT s.center_code, s.accession_no, s.day, s.version, s.scanner_id, s.step, r.step_order, r.parameter, r.rule_order,
      r.min_value, r.max_value, r.allowed, r.manufacturer, r.model, v.kind,
      CASE WHEN v.kind IS DISTINCT FROM 'missing_parameter' THEN ${text} END AS text
    FROM series AS s
    JOIN matching AS r ON r.version = s.version AND r.step = s.step AND r.scanner_id = s.scanner_id AND r.place = 1
    LEFT JOIN breach AS v ON v.center_code = s.center_code AND v.accession_no = s.accession_no
      AND v.step = s.step AND v.parameter = r.parameter
    WHERE s.from_last = 1),
  seen AS (SELECT *, ${numberInText(sql.ref('text'))} AS number FROM logged)`
}
