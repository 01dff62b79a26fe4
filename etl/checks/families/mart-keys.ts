import type { Check } from '../check.ts'
import { built, invariant } from './invariant.ts'

/** Columns of which each mart has one row. */
export const MART_KEYS: Record<string, string[]> = {
  scanner_day: ['center_code', 'scanner_id', 'day'],
  scanner_ledger: ['center_code', 'scanner_id', 'day'],
  scanner_month: ['center_code', 'scanner_id', 'month'],
  center_day: ['center_code', 'day', 'modality'],
  exam_compliance: ['center_code', 'accession_no', 'day'],
  deviation: ['center_code', 'accession_no', 'day', 'step', 'kind', 'parameter'],
  ai_reading: ['center_code', 'accession_no', 'day', 'product_code', 'finding_code'],
  ai_run_day: ['center_code', 'day', 'modality', 'scanner_id', 'product_code', 'product_version'],
  ai_pair_day: ['center_code', 'day', 'scanner_id', 'modality', 'finding_code', 'first_code', 'second_code'],
  ai_coverage_month: ['center_code', 'month', 'modality', 'finding_code'],
  exam_money: ['center_code', 'accession_no', 'day'],
  exam_money_month: ['center_code', 'month', 'line'],
  exam_money_protocol_month: ['center_code', 'month', 'scanner_id', 'modality', 'protocol_code'],
  exam_money_payer_month: ['center_code', 'month', 'scanner_id', 'modality', 'payer_class'],
  leak: ['center_code', 'month', 'kind', 'accession_no', 'charge_id'],
  center_month: ['center_code', 'month'],
}

const withScanner = Object.keys(MART_KEYS).filter(
  (mart) => MART_KEYS[mart]!.includes('scanner_id') || ['exam_compliance', 'exam_money'].includes(mart),
)

/** A row that exists twice counts twice, so these stop a run. */
export const martKeys: Check[] = [
  ...Object.entries(MART_KEYS).map(([mart, key]) =>
    invariant({
      id: `${mart}_once`,
      severity: 'block',
      measures: `rows of mart.${mart} beyond the first of ${key.join(', ')}`,
      grain: 'center',
      bad: `SELECT center_code, sum(n - 1) AS measured, 0 AS expected FROM (
          SELECT center_code, count(*) AS n FROM ${built(mart)} GROUP BY ${key.join(', ')} HAVING n > 1) GROUP BY center_code`,
    }),
  ),
  invariant({
    id: 'marts_know_their_center',
    measures: 'rows of the marts whose center the reference data does not have',
    grain: 'mart and center',
    bad: Object.keys(MART_KEYS)
      .map(
        (mart) => `SELECT center_code, '${mart}' AS subject, count(*) AS measured, 0 AS expected FROM ${built(mart)}
          WHERE center_code NOT IN (SELECT center_code FROM main.center) GROUP BY 1`,
      )
      .join(' UNION ALL '),
  }),
  invariant({
    id: 'marts_know_their_scanner',
    measures: 'rows of the marts whose scanner the reference data does not have at that center',
    grain: 'mart and center',
    bad: withScanner
      .map(
        (mart) => `SELECT center_code, '${mart}' AS subject, count(*) AS measured, 0 AS expected FROM ${built(mart)}
          WHERE scanner_id IS NOT NULL AND (center_code, scanner_id) NOT IN (SELECT (center_code, scanner_id) FROM main.scanner) GROUP BY 1`,
      )
      .join(' UNION ALL '),
  }),
]
