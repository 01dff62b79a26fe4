import { KEPT_KEYWORDS } from '../load/dicom-keywords.ts'
import { rows, type Db } from '../db.ts'

/** A row of `ops.check`, but for the run. */
export interface CheckResult {
  check_name: string
  severity: 'block' | 'warn'
  passed: boolean
  /** Bad rows, or codes that the reference data does not know. */
  measured: number
  /** The most that passes. */
  expected: number
  /** Examples and what to do next; null when the check passed. */
  detail: string | null
}

/** A check selects its bad rows; each row has `what`, a text that names it without naming a patient. */
export interface Check {
  name: string
  severity: 'block' | 'warn'
  /** SELECT with a column `what`; no row is good. */
  badRows: string
  /** What to do about it. */
  next: string
}

const unknownCode = (name: string, of: string, facts: string, reference: string): Check => ({
  name: `unknown_${name}`,
  severity: 'warn',
  badRows: `SELECT code || ' (' || count(*) || ')' AS what FROM (${facts}) facts(code)
    WHERE code IS NOT NULL AND code NOT IN (${reference}) GROUP BY code ORDER BY count(*) DESC, code`,
  next: `Add the codes to reference/${of}, or correct them at the source.`,
})

const invariant = (name: string, mart: string, what: string, bad: string): Check => ({
  name,
  severity: 'warn',
  badRows: `SELECT ${what} AS what FROM mart.${mart} WHERE ${bad}`,
  next: 'A figure contradicts its definition: follow it to its facts by source_file_id and source_line, and report it.',
})

const scannerDay = "scanner_id || ' ' || day"
const centerMonth = "center_code || ' ' || strftime(month, '%Y-%m')"
const exam = "center_code || ' ' || day || ' ' || protocol_code"
const kept = KEPT_KEYWORDS.map((keyword) => `'${keyword}'`).join(', ')

/** Checks of facts and marts. Unknown codes are kept, so a check is where they show; invariants select contradictions. */
export const checks: Check[] = [
  unknownCode(
    'procedure',
    'procedures.csv',
    'SELECT procedure_code FROM main.exam UNION ALL SELECT procedure_code FROM main.charge',
    'SELECT procedure_code FROM main.procedure',
  ),
  unknownCode(
    'protocol',
    'protocols.json',
    'SELECT protocol_code FROM main.exam',
    'SELECT protocol_code FROM main.protocol',
  ),
  unknownCode(
    'ai_product',
    'ai_products.csv',
    'SELECT product_code FROM main.ai_result',
    'SELECT product_code FROM main.ai_product',
  ),
  unknownCode(
    'finding',
    'findings.csv',
    `SELECT unnest(findings) FROM main.exam UNION ALL
     SELECT finding_code FROM main.ai_result WHERE finding_code <> '*' UNION ALL
     SELECT unnest(finding_codes) FROM main.ai_product`,
    'SELECT finding_code FROM main.finding',
  ),
  {
    name: 'rule_on_dropped_parameter',
    severity: 'warn',
    badRows: `SELECT DISTINCT parameter AS what FROM main.protocol_rule
      WHERE parameter IS NOT NULL AND parameter NOT IN (${kept}) ORDER BY parameter`,
    next: 'Series never keep these keywords, so every one lacks them: correct the keyword in reference/protocols.json.',
  },
  {
    name: 'exam_days_plausible',
    severity: 'warn',
    badRows: `SELECT center_code || ' ' || day || ' (' || count(*) || ')' AS what FROM main.exam
      WHERE performed AND (day < DATE '1990-01-01' OR day > CAST(updated_at AS DATE) + 1) GROUP BY center_code, day ORDER BY day`,
    next: 'The network has a day for every date between its first and last performed exam: correct the start at the source.',
  },
  invariant('utilization_within_bounds', 'scanner_day', scannerDay, 'utilization_rate NOT BETWEEN 0 AND 1 + 1e-9'),
  invariant(
    'scanner_minutes_add_up',
    'scanner_day',
    scannerDay,
    `down_minutes > staffed_minutes + 1e-6 OR abs(staffed_minutes - down_minutes - available_minutes) > 1e-6
     OR occupied_in_hours_minutes > least(available_minutes, occupied_minutes) + 1e-6
     OR occupied_minutes > 1500 OR scanning_minutes > 1500`,
  ),
  invariant(
    'capacity_cost_adds_up',
    'scanner_month',
    `scanner_id || ' ' || strftime(month, '%Y-%m')`,
    `abs(used_capacity_cost + down_capacity_cost + unused_capacity_cost - own_fixed_cost - shared_fixed_cost) > 0.005
     OR least(used_capacity_cost, down_capacity_cost, unused_capacity_cost) < 0`,
  ),
  invariant(
    'shared_cost_is_shared_out',
    'scanner_month',
    `any_value(${centerMonth})`,
    `shared_fixed_cost IS NOT NULL GROUP BY center_code, month HAVING abs(sum(shared_fixed_cost) - (
       SELECT coalesce(sum(amount), 0) FROM main.cost c WHERE c.center_code = scanner_month.center_code
         AND c.month = scanner_month.month AND c.behaviour = 'fixed' AND c.scanner_id IS NULL)) > 0.005`,
  ),
  invariant(
    'waterfall_adds_up',
    'center_month',
    centerMonth,
    `gross_charges - adjustments - denied_charges - refunded_charges - written_off - pending_charges <> allowed
     OR allowed - refunds - partner_payout <> net_revenue OR net_revenue - variable_cost <> contribution
     OR contribution - fixed_cost <> operating_profit`,
  ),
  invariant(
    'compliance_agrees_with_deviations',
    'exam_compliance',
    exam,
    `(assessable AND compliant <> (missing_steps + deviating_parameters + missing_parameters + missing_tags = 0))
     OR assessable <> (reason IS NULL) OR (NOT assessable AND compliant IS NOT NULL)`,
  ),
  invariant(
    'outcomes_agree_with_flags',
    'ai_reading',
    "center_code || ' ' || day || ' ' || product_code || ' ' || finding_code",
    `outcome <> CASE WHEN flagged AND reader_positive THEN 'TP' WHEN flagged THEN 'FP' WHEN reader_positive THEN 'FN' ELSE 'TN' END`,
  ),
  invariant(
    'coverage_narrows',
    'ai_coverage_month',
    `${centerMonth} || ' ' || finding_code`,
    'coverable > reader_positives OR covered > reader_positives OR covered_and_flagged > covered',
  ),
  {
    name: 'every_performed_exam_is_counted',
    severity: 'warn',
    badRows: `SELECT center_code || ' ' || strftime(month, '%Y-%m') AS what
      FROM (SELECT center_code, month_of(day) AS month, sum(exams_performed) AS n FROM mart.center_day GROUP BY ALL) d
      FULL JOIN (SELECT center_code, month, exams_performed AS m FROM mart.center_month) USING (center_code, month)
      WHERE coalesce(n, 0) <> coalesce(m, 0)`,
    next: 'The marts disagree with each other: run `npm run etl -- rebuild`.',
  },
]

/** Runs every check on the built marts. Nothing is written: the caller keeps the results in `ops.check`. */
export async function runChecks(db: Db): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  for (const check of checks) results.push(await runCheck(db, check))
  return results
}

async function runCheck(db: Db, check: Check): Promise<CheckResult> {
  const [found] = await rows<{ n: number; examples: string | null }>(
    db,
    `SELECT count(*) AS n, array_to_string(list(what)[1:20], ', ') AS examples FROM (${check.badRows})`,
  )
  const { n, examples } = found!
  const more = n > 20 ? `, … (${n} in all)` : ''
  const detail = n === 0 ? null : `${examples ?? ''}${more}. ${check.next}`
  return {
    check_name: check.name,
    severity: check.severity,
    passed: n === 0,
    measured: n,
    expected: 0,
    detail,
  }
}
