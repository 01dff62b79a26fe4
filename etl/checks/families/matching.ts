import type { Check } from '../check.ts'

type Setting = (name: string) => string

/** A share by center that must not pass its threshold, over enough cases. `before` are tables that `of` reads. */
const share =
  (of: string, feed: string, before = '') =>
  (setting: Setting) => `
  WITH ${before}counted AS (${of})
  SELECT '${feed}' AS feed, center_code, k / n AS measured, ${setting('share')} AS expected, k || ' of ' || n AS detail
  FROM counted WHERE n >= ${setting('least_n')} AND k / n > ${setting('share')}`

const KNOWN = '(SELECT center_code, accession_no FROM main.exam)'

/** Share of the accession numbers in `recent` that no exam has. */
const withoutExam = (feed: string, recent: string) =>
  share(
    `SELECT r.center_code, count(*) AS n, count(*) FILTER (u.accession_no IS NOT NULL) AS k
     FROM recent r LEFT JOIN (FROM recent ANTI JOIN ${KNOWN} USING (center_code, accession_no)) u
       ON u.center_code = r.center_code AND u.accession_no = r.accession_no GROUP BY 1`,
    feed,
    `recent AS (${recent}), `,
  )

export const matching: Check[] = [
  {
    id: 'exams_without_acquisitions',
    severity: 'warn',
    measures:
      'share of performed exams without a logged series, on scanners that log, in the week before the days of grace',
    thresholds: { share: 0.1, least_n: 20, grace_days: 1 },
    grain: 'center',
    findings: (setting) =>
      share(
        `SELECT e.center_code, count(*) AS n, count(*) FILTER (s.accession_no IS NULL) AS k
         FROM (FROM recent_exam, check_now WHERE performed AND day > newest_day - 7
           AND day <= newest_day - CAST(${setting('grace_days')} AS INTEGER)) e
         SEMI JOIN (SELECT DISTINCT scanner_id FROM check_series) l ON l.scanner_id = e.scanner_id
         LEFT JOIN (SELECT DISTINCT center_code, accession_no FROM check_series) s
           ON s.center_code = e.center_code AND s.accession_no = e.accession_no GROUP BY 1`,
        'scanner_log',
      )(setting),
    next: 'Compare accession numbers of log and RIS (prefix, leading zeros), and look for missing log files.',
  },
  {
    id: 'acquisitions_without_exam',
    severity: 'warn',
    measures: 'share of logged accession numbers that no exam has, in the week before the days of grace',
    thresholds: { share: 0.05, least_n: 20, grace_days: 2 },
    grain: 'center',
    findings: (setting) =>
      share(
        `SELECT s.center_code, count(*) AS n, count(*) FILTER (e.accession_no IS NULL) AS k
         FROM (SELECT DISTINCT center_code, accession_no FROM check_series, check_now
           WHERE CAST(started_at AS DATE) <= newest_day - CAST(${setting('grace_days')} AS INTEGER)) s
         LEFT JOIN (SELECT center_code, accession_no FROM recent_exam, check_now
           WHERE day IS NULL OR day BETWEEN newest_day - 31 AND newest_day + 31) e
           ON e.center_code = s.center_code AND e.accession_no = s.accession_no GROUP BY 1`,
        'exams',
      )(setting),
    next: 'Compare accession numbers of log and RIS, and look for missing exam files.',
  },
  {
    id: 'ai_results_without_exam',
    severity: 'warn',
    measures: 'share of exams with AI results that the exams do not have, sent in the week before the days of grace',
    thresholds: { share: 0.05, least_n: 20, grace_days: 2 },
    grain: 'center',
    findings: (setting) =>
      withoutExam(
        'ai_results',
        `SELECT DISTINCT center_code, accession_no FROM recent_result, check_now
           WHERE coalesce(sent_at, returned_at, updated_at) >= newest_day - 8
             AND coalesce(sent_at, returned_at, updated_at) < newest_day - CAST(${setting('grace_days')} AS INTEGER)`,
      )(setting),
    next: 'AI may have read priors or studies of another center: compare accession numbers with the RIS.',
  },
  {
    id: 'charges_without_exam',
    severity: 'warn',
    measures:
      'share of charged accession numbers (void lines left out) that no exam has, in four weeks before the days of grace',
    thresholds: { share: 0.05, least_n: 20, grace_days: 7 },
    grain: 'center',
    findings: (setting) =>
      withoutExam(
        'billing',
        `SELECT DISTINCT center_code, accession_no FROM recent_charge, check_now WHERE status <> 'void'
           AND service_date > newest_day - 28 - CAST(${setting('grace_days')} AS INTEGER)
           AND service_date <= newest_day - CAST(${setting('grace_days')} AS INTEGER)`,
      )(setting),
    next: 'Compare accession numbers of billing and RIS, and look for missing exam files.',
  },
]
