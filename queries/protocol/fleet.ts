import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { quantile } from '../db/functions.ts'
import { observedParts } from '../compliance/observed.ts'
import { ruledParameters } from '../compliance/ruled-parameters.ts'
import { plainNumber, ruleText } from '../compliance/rule-text.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { FleetRow, FleetVerdict } from './protocol-types.ts'

/** Fewer exams say nothing of what a fleet does. */
const LEAST_EXAMS = 10
/** So many of the exams agree where a fleet does. */
const AGREEING = 0.8

interface Found extends Omit<FleetRow, 'expected' | 'majority' | 'verdict'> {
  version: number
  allowed: string[] | null
  majority_number: number | null
  majority_text: string | null
}

const RULE = sql.raw('version, step, step_order, parameter, rule_order, min_value, max_value, allowed')

/** Of all scanners of a rule together, and of each model of them. */
const sets = (more = '') => {
  const extra = sql.raw(more)
  return sql`GROUP BY GROUPING SETS ((${RULE}${extra}), (${RULE}, manufacturer, model${extra}))`
}

const SAME = sql.raw(
  ['is_whole', 'step', 'parameter', 'rule_order', 'manufacturer', 'model']
    .map((column) => `c.${column} IS NOT DISTINCT FROM s.${column}`)
    .join(' AND '),
)

/**
 * Of the newest version that judged an exam: by rule, and by rule and model, how many exams were judged, the most frequent
 * value (of several, the least), the middle of the values and how many are as near to it as half the width of the rule.
 */
async function found(db: Kysely<Database>, filters: Filters, protocol_code: string): Promise<Found[]> {
  const ruled = (await ruledParameters(db)).filter((row) => row.protocol_code === protocol_code)
  const parameters = [...new Set(ruled.map(({ parameter }) => parameter))]
  return askedSql(
    db,
    'protocol.fleet',
    sql<Found>`WITH ${observedParts(filters, { protocol_code, parameters })},
      kept AS (SELECT * FROM seen WHERE version = (SELECT max(version) FROM exam)),
      spread AS (SELECT grouping(model) = 1 AS is_whole, ${RULE}, manufacturer, model, count(*) AS exams,
          CAST(sum(CASE WHEN kind IS NULL THEN 0 ELSE 1 END) AS BIGINT) AS deviating, ${quantile('number', 0.5)} AS median,
          ${quantile('number', 0.1)} AS p10, ${quantile('number', 0.9)} AS p90
        FROM kept ${sets()}),
      counted AS (SELECT grouping(model) = 1 AS is_whole, ${RULE}, manufacturer, model, number, text, count(*) AS exams
        FROM kept WHERE text IS NOT NULL ${sets(', number, text')}),
      placed AS (SELECT c.*, s.median, row_number() OVER (PARTITION BY c.is_whole, c.step, c.parameter, c.rule_order,
            c.manufacturer, c.model ORDER BY c.exams DESC, c.number, c.text) AS place
        FROM counted AS c JOIN spread AS s ON ${SAME}),
      usual AS (SELECT is_whole, step, parameter, rule_order, manufacturer, model,
          max(CASE WHEN place = 1 THEN number END) AS majority_number, max(CASE WHEN place = 1 THEN text END) AS majority_text,
          max(exams) AS majority_exams, CAST(sum(CASE WHEN abs(number - median) <= (max_value - min_value) / 2 + 1e-9
            THEN exams ELSE 0 END) AS BIGINT) AS near_exams
        FROM placed GROUP BY is_whole, step, parameter, rule_order, manufacturer, model)
      SELECT s.is_whole, s.version, s.step, s.parameter, s.rule_order, s.min_value, s.max_value, s.allowed, s.manufacturer,
        s.model, s.exams, s.deviating, s.median, s.p10, s.p90, c.majority_number, c.majority_text,
        CAST(c.majority_exams AS DOUBLE) / s.exams AS majority_share,
        CASE WHEN s.min_value IS NOT NULL AND s.max_value IS NOT NULL AND s.median IS NOT NULL
          THEN CAST(c.near_exams AS DOUBLE) / s.exams END AS near_share
      FROM spread AS s LEFT JOIN usual AS c ON ${SAME}
      ORDER BY s.step_order, s.step, s.parameter, s.rule_order, s.is_whole DESC, s.exams DESC, s.manufacturer, s.model`,
  )
}

function verdictOf({ exams, deviating, majority_share, near_share }: Found): FleetVerdict {
  if (exams < LEAST_EXAMS) return 'too_few'
  if (deviating * 2 < exams) return 'as_ruled'
  return Math.max(majority_share ?? 0, near_share ?? 0) >= AGREEING ? 'agrees_otherwise' : 'scattered'
}

const WHENEVER = { manufacturer: null, model: null, field_strength_t: null, severity: null }

/** What the fleet really does, rule by rule in the book's order; and the version whose rules they are. */
export async function fleet(db: Kysely<Database>, filters: Filters, protocol_code: string) {
  const rows = await found(db, filters, protocol_code)
  const judged_version = rows[0]?.version ?? null
  const shown = rows.map((row): FleetRow => {
    const { version: _v, allowed, majority_number, majority_text, ...rest } = row
    const { parameter, min_value, max_value } = row
    return {
      ...rest,
      expected: ruleText({ ...WHENEVER, parameter, min_value, max_value, allowed }),
      majority: majority_number === null ? majority_text : plainNumber(majority_number),
      verdict: verdictOf(row),
    }
  })
  return { judged_version, fleet: shown }
}
