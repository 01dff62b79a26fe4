import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { firstDayOfWeek, quantile } from '../db/functions.ts'
import { centerNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { observedParts } from './observed.ts'
import type { RuledParameter, Strip, WeekOfValues } from './parameters-types.ts'
import { plainNumber, ruleText, type Rule } from './rule-text.ts'

interface ValueRow extends Pick<Rule, 'min_value' | 'max_value' | 'allowed'> {
  center_code: string
  scanner_id: string
  version: number
  value: number | null
  text: string | null
  exams: number
  deviating: number
}

const DEVIATING = sql`CAST(sum(CASE WHEN kind IS NULL THEN 0 ELSE 1 END) AS BIGINT)`

/** How often each scanner logged which value, under which version's rule. */
function valueRows(db: Kysely<Database>, filters: Filters, of: RuledParameter): Promise<ValueRow[]> {
  return askedSql(
    db,
    'parameters.values',
    sql<ValueRow>`WITH ${observedParts(filters, of)}
      SELECT center_code, scanner_id, version, min_value, max_value, allowed, number AS value,
        CASE WHEN number IS NULL THEN text END AS text, count(*) AS exams, ${DEVIATING} AS deviating
      FROM seen
      GROUP BY center_code, scanner_id, version, min_value, max_value, allowed, number, CASE WHEN number IS NULL THEN text END
      ORDER BY scanner_id, version DESC, value, text`,
  )
}

/** Median and tenth and ninetieth percentile of the values by week; local days of the centers. */
export function weeksOfValues(db: Kysely<Database>, filters: Filters, of: RuledParameter): Promise<WeekOfValues[]> {
  return askedSql(
    db,
    'parameters.weeks',
    sql<WeekOfValues>`WITH ${observedParts(filters, of)}
      SELECT ${firstDayOfWeek('day')} AS week, count(*) AS exams, ${DEVIATING} AS deviating,
        ${quantile('number', 0.5)} AS median, ${quantile('number', 0.1)} AS p10, ${quantile('number', 0.9)} AS p90
      FROM seen GROUP BY ${firstDayOfWeek('day')} ORDER BY week`,
  )
}

/** A value as deviations write it; null where it is absent. */
export const valueText = ({ value, text }: { value: number | null; text: string | null }) =>
  value === null ? text : plainNumber(value)

/** The same value under several versions stands once. */
function merged(rows: ValueRow[]): Strip['values'] {
  const values = new Map<string | null, Strip['values'][number]>()
  for (const { value, text, exams, deviating } of rows) {
    const found = values.get(valueText({ value, text })) ?? { value, text, exams: 0, deviating: 0 }
    found.exams += exams
    found.deviating += deviating
    values.set(valueText({ value, text }), found)
  }
  return [...values.values()].sort((a, b) => (a.value ?? Infinity) - (b.value ?? Infinity))
}

/** The scanners' values, those with most deviating exams first. */
export async function strips(db: Kysely<Database>, filters: Filters, of: RuledParameter): Promise<Strip[]> {
  const [rows, nameOf] = await Promise.all([valueRows(db, filters, of), centerNames(db)])
  const byScanner = new Map<string, ValueRow[]>()
  for (const row of rows) byScanner.set(row.scanner_id, [...(byScanner.get(row.scanner_id) ?? []), row])
  const all = [...byScanner.values()].map((mine): Strip => {
    const { center_code, scanner_id, version, min_value, max_value, allowed } = mine[0]!
    const values = merged(mine)
    const most = [...values].sort((a, b) => b.exams - a.exams)[0]!
    const rule = { parameter: of.parameter, manufacturer: null, model: null, field_strength_t: null, severity: null }
    return {
      ...{ scanner_id, center_code, ...nameOf(center_code), protocol_version: version, min_value, max_value, allowed },
      expected: ruleText({ ...rule, min_value, max_value, allowed }),
      exams: values.reduce((sum, { exams }) => sum + exams, 0),
      deviating: values.reduce((sum, { deviating }) => sum + deviating, 0),
      majority: valueText(most),
      values,
    }
  })
  return all.sort((a, b) => b.deviating - a.deviating || (a.scanner_id < b.scanner_id ? -1 : 1))
}
