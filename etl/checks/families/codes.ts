import { KEPT_KEYWORDS } from '../../contracts/dicom-keywords.ts'
import type { Check } from '../check.ts'

const unknownCode = (name: string, file: string, facts: string, reference: string): Check => ({
  id: `unknown_${name}`,
  severity: 'warn',
  measures: 'facts of the last three months with a code that the reference data does not know',
  thresholds: {},
  grain: 'code',
  findings: () => `SELECT code AS subject, count(*) AS measured, 0 AS expected, CAST(count(*) AS VARCHAR) AS detail
    FROM (${facts}) facts(code) WHERE code IS NOT NULL AND code NOT IN (${reference}) GROUP BY code`,
  next: `Add the codes to reference/${file}, or correct them at the source.`,
})

const exams = (column: string) => `SELECT ${column} FROM recent_exam, check_now WHERE day > newest_day - 92`
const results = (column: string, where = 'true') =>
  `SELECT ${column} FROM recent_result, check_now WHERE updated_at > newest_day - 92 AND ${where}`
const kept = KEPT_KEYWORDS.map((keyword) => `'${keyword}'`).join(', ')

/** Unknown codes are kept, so a check is where they show. */
export const codes: Check[] = [
  unknownCode(
    'procedure',
    'procedures.csv',
    `${exams('procedure_code')} UNION ALL SELECT procedure_code FROM recent_charge, check_now WHERE service_date > newest_day - 92`,
    'SELECT procedure_code FROM main.procedure',
  ),
  unknownCode('protocol', 'protocols.json', exams('protocol_code'), 'SELECT protocol_code FROM main.protocol'),
  unknownCode('ai_product', 'ai_products.csv', results('product_code'), 'SELECT product_code FROM main.ai_product'),
  unknownCode(
    'finding',
    'findings.csv',
    `${exams('unnest(findings)')} UNION ALL ${results('finding_code', "finding_code <> '*'")} UNION ALL
     SELECT unnest(finding_codes) FROM main.ai_product`,
    'SELECT finding_code FROM main.finding',
  ),
  {
    id: 'rule_on_dropped_parameter',
    severity: 'warn',
    measures: 'keywords that a protocol rules and series never keep',
    thresholds: {},
    grain: 'keyword',
    findings: () => `SELECT DISTINCT parameter AS subject FROM main.protocol_rule
      WHERE parameter IS NOT NULL AND parameter NOT IN (${kept})`,
    next: 'Series never keep these keywords, so every one lacks them: correct the keyword in reference/protocols.json.',
  },
]
