import type { Check } from '../check.ts'
import { built, invariant, MONTH } from './invariant.ts'

/** Invariants of mart.exam_compliance, deviation, ai_reading, ai_run_day and ai_coverage_month. */
export const martQuality: Check[] = [
  invariant({
    id: 'compliance_agrees_with_deviations',
    measures: 'judged exams whose verdict does not follow from their counts',
    grain: 'center day and protocol',
    bad: `SELECT center_code, day || ' ' || protocol_code AS subject, count(*) AS measured, 0 AS expected FROM ${built('exam_compliance')}
      WHERE (assessable AND compliant <> (missing_steps + deviating_parameters + missing_parameters + missing_tags = 0))
        OR assessable <> (reason IS NULL) OR (NOT assessable AND compliant IS NOT NULL) GROUP BY ALL`,
  }),
  invariant({
    id: 'deviations_are_all_listed',
    measures: 'judged exams whose counted steps, parameters and tags are not the rows of mart.deviation',
    grain: 'center day',
    bad: `WITH listed AS (
        SELECT center_code, accession_no, day, count(*) FILTER (kind = 'missing_step') AS steps,
          count(*) FILTER (kind = 'out_of_tolerance') AS deviating, count(*) FILTER (kind = 'missing_parameter') AS parameters,
          count(*) FILTER (kind = 'missing_tag') AS tags
        FROM ${built('deviation')} GROUP BY ALL
      )
      SELECT center_code, CAST(day AS VARCHAR) AS subject, count(*) AS measured, 0 AS expected
      FROM (FROM ${built('exam_compliance')} WHERE assessable) e FULL JOIN listed d USING (center_code, accession_no, day)
      WHERE coalesce(missing_steps, 0) <> coalesce(steps, 0) OR coalesce(deviating_parameters, 0) <> coalesce(deviating, 0)
        OR coalesce(missing_parameters, 0) <> coalesce(parameters, 0) OR coalesce(missing_tags, 0) <> coalesce(tags, 0) GROUP BY ALL`,
  }),
  invariant({
    id: 'judged_exams_were_performed',
    measures: 'center days with more judged than performed exams',
    grain: 'center day and modality',
    bad: `SELECT center_code, day || ' ' || modality AS subject, j.n AS measured, coalesce(exams_performed, 0) AS expected
      FROM (SELECT center_code, day, modality, count(*) AS n FROM ${built('exam_compliance')} GROUP BY ALL) j
      LEFT JOIN ${built('center_day')} d USING (center_code, day, modality) WHERE j.n > coalesce(exams_performed, 0)`,
  }),
  invariant({
    id: 'outcomes_agree_with_flags',
    measures: 'AI readings whose outcome does not follow from flag and reader',
    grain: 'center day, product and finding',
    bad: `SELECT center_code, day || ' ' || product_code || ' ' || finding_code AS subject, count(*) AS measured, 0 AS expected
      FROM ${built('ai_reading')}
      WHERE outcome IS DISTINCT FROM
        CASE WHEN flagged AND reader_positive THEN 'TP' WHEN flagged THEN 'FP' WHEN reader_positive THEN 'FN' ELSE 'TN' END
      GROUP BY ALL`,
  }),
  invariant({
    id: 'ai_runs_add_up',
    measures: 'product days whose runs are not the sum of their outcomes, or whose opened or read counts pass them',
    grain: 'center day and product',
    bad: `SELECT center_code, day || ' ' || product_code || ' ' || product_version AS subject FROM ${built('ai_run_day')}
      WHERE ok_runs + failed_runs + timeout_runs + rejected_runs <> runs OR opened_runs > runs OR exams_read > ok_runs
        OR exams_ok + exams_rejected + exams_timed_out + exams_failed <> exams_sent OR exams_acted > exams_opened
        OR exams_opened > exams_back OR exams_back > exams_ok OR coalesce(len(latencies_ms), 0) > exams_ok
        OR least(ok_runs, failed_runs, timeout_runs, rejected_runs, opened_runs, exams_read, exams_acted) < 0`,
  }),
  invariant({
    id: 'coverage_narrows',
    measures: 'months with more coverable, covered or flagged positives than what they are part of',
    grain: 'center month and finding',
    bad: `SELECT center_code, ${MONTH} || ' ' || finding_code AS subject FROM ${built('ai_coverage_month')}
      WHERE coverable > reader_positives OR covered > reader_positives OR covered_and_flagged > covered
        OR least(reader_positives, coverable, covered, covered_and_flagged) < 0`,
  }),
]
