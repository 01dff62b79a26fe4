import { sql, type Kysely } from 'kysely'
import { heard } from '../db/asked.ts'
import { firstDayOfWeek, quantile } from '../db/functions.ts'
import { centerNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { observedParts } from './observed.ts'
import type { RuledParameter, Strip, WeekOfValues } from './parameters-types.ts'
import { quantileOfCounts } from '../statistics/distributions.ts'
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

/** A row by scanner, or by week, where what the scanner is and its rule are null. */
type Both = { [Key in keyof ValueRow]: Key extends 'exams' | 'deviating' ? number : ValueRow[Key] | null } & {
  week: string | null
}

const DEVIATING = sql`CAST(sum(CASE WHEN kind IS NULL THEN 0 ELSE 1 END) AS BIGINT)`

const ofOne = (filters: Filters, of: RuledParameter) => observedParts(filters, { ...of, parameters: [of.parameter] })

const SCANNER = sql.raw('center_code, scanner_id, version, min_value, max_value, allowed')

/** How often each scanner logged which value, under which version's rule. */
const valuesStatement = (filters: Filters, of: RuledParameter) =>
  sql<ValueRow>`WITH ${ofOne(filters, of)}
    SELECT ${SCANNER}, number AS value, CASE WHEN number IS NULL THEN text END AS text, count(*) AS exams,
      ${DEVIATING} AS deviating
    FROM seen GROUP BY ${SCANNER}, number, CASE WHEN number IS NULL THEN text END
    ORDER BY scanner_id, version DESC, value, text`

/** Median and tenth and ninetieth percentile of the values by week; local days of the centers. */
const weeksStatement = (filters: Filters, of: RuledParameter) =>
  sql<WeekOfValues>`WITH ${ofOne(filters, of)}
    SELECT ${firstDayOfWeek('day')} AS week, count(*) AS exams, ${DEVIATING} AS deviating,
      ${quantile('number', 0.5)} AS median, ${quantile('number', 0.1)} AS p10, ${quantile('number', 0.9)} AS p90
    FROM seen GROUP BY ${firstDayOfWeek('day')} ORDER BY week`

/** Both in one reading of the series: values by scanner (`week` null), and by week (`scanner_id` null). */
async function valueRows(db: Kysely<Database>, filters: Filters, of: RuledParameter) {
  heard('parameters.values', () => valuesStatement(filters, of).compile(db))
  heard('parameters.weeks', () => weeksStatement(filters, of).compile(db))
  const { rows } = await sql<Both>`WITH ${ofOne(filters, of)},
    valued AS (SELECT ${SCANNER}, ${firstDayOfWeek('day')} AS week, number AS value, CASE WHEN number IS NULL THEN text END AS text,
      kind FROM seen)
    SELECT ${SCANNER}, week, value, text, count(*) AS exams, ${DEVIATING} AS deviating
    FROM valued GROUP BY GROUPING SETS ((${SCANNER}, value, text), (week, value))
    ORDER BY scanner_id, version DESC, week, value, text`.execute(db)
  const isOfScanner = (row: Both): row is ValueRow & Both => row.scanner_id !== null
  return { scanners: rows.filter(isOfScanner), weeks: weeksOf(rows.filter((row) => !isOfScanner(row))) }
}

/** Weeks from their values in rising order; absent ones are no number and come last. */
function weeksOf(rows: Both[]): WeekOfValues[] {
  const sum = (mine: Both[], of: 'exams' | 'deviating') => mine.reduce((total, row) => total + row[of], 0)
  return [...new Set(rows.map(({ week }) => week!))].map((week) => {
    const mine = rows.filter((row) => row.week === week)
    const numbers = mine.flatMap(({ value, exams }) => (value === null ? [] : [{ value, n: exams }]))
    const [p10, median, p90] = [0.1, 0.5, 0.9].map((share) => quantileOfCounts(numbers, share))
    return { week, exams: sum(mine, 'exams'), deviating: sum(mine, 'deviating'), median: median!, p10: p10!, p90: p90! }
  })
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

/** The scanners' values, those with most deviating exams first, and those of all scanners by week. */
export async function observedValues(db: Kysely<Database>, filters: Filters, of: RuledParameter) {
  const [{ scanners, weeks }, nameOf] = await Promise.all([valueRows(db, filters, of), centerNames(db)])
  const byScanner = new Map<string, ValueRow[]>()
  for (const row of scanners) byScanner.set(row.scanner_id, [...(byScanner.get(row.scanner_id) ?? []), row])
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
  return { strips: all.sort((a, b) => b.deviating - a.deviating || (a.scanner_id < b.scanner_id ? -1 : 1)), weeks }
}
