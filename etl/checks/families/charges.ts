import type { Check } from '../check.ts'

const windowOf = (column: string, grace: string) =>
  `${column} > newest_day - 28 - CAST(${grace} AS INTEGER) AND ${column} <= newest_day - CAST(${grace} AS INTEGER)`

/** Charge against exam: money without work, work without money. */
export const charges: Check[] = [
  {
    id: 'charged_not_performed',
    severity: 'warn',
    measures:
      'share of charged exams (void, denied and refunded lines left out) that were not performed, in four weeks before the days of grace',
    thresholds: { share: 0.005, least_n: 1, grace_days: 7 },
    grain: 'center',
    findings: (setting) => `
      WITH charged AS (
        SELECT DISTINCT center_code, accession_no FROM recent_charge, check_now
        WHERE status NOT IN ('void', 'denied', 'refunded') AND charge_amount > 0 AND ${windowOf('service_date', setting('grace_days'))}
      ),
      counted AS (
        SELECT c.center_code, count(*) AS n, count(*) FILTER (NOT e.performed AND e.status <> 'aborted') AS k
        FROM charged c JOIN main.exam e USING (center_code, accession_no) GROUP BY 1
      )
      SELECT 'billing' AS feed, center_code, k / n AS measured, ${setting('share')} AS expected, k || ' of ' || n AS detail
      FROM counted WHERE n >= ${setting('least_n')} AND k / n > ${setting('share')}`,
    next: 'Have billing void these lines, or the RIS complete the exams.',
  },
  {
    id: 'performed_not_charged',
    severity: 'warn',
    measures:
      'share of performed exams (repeats left out) without a charge line, at centers that send billing, in four weeks before the days of grace',
    thresholds: { share: 0.05, least_n: 20, grace_days: 14 },
    grain: 'center',
    findings: (setting) => `
      WITH charged AS (
        SELECT center_code, accession_no FROM recent_charge, check_now WHERE status <> 'void' AND service_date > newest_day - 90
      ),
      done AS (
        SELECT center_code, accession_no FROM recent_exam, check_now
        WHERE performed AND repeat_of IS NULL AND ${windowOf('day', setting('grace_days'))} AND center_code IN (SELECT DISTINCT center_code FROM charged)
      ),
      forgotten AS (SELECT center_code, count(*) AS k FROM done ANTI JOIN charged USING (center_code, accession_no) GROUP BY 1),
      counted AS (
        SELECT center_code, n, coalesce(k, 0) AS k FROM (SELECT center_code, count(*) AS n FROM done GROUP BY 1) LEFT JOIN forgotten USING (center_code)
      )
      SELECT 'billing' AS feed, center_code, k / n AS measured, ${setting('share')} AS expected, k || ' of ' || n AS detail
      FROM counted WHERE n >= ${setting('least_n')} AND k / n > ${setting('share')}`,
    next: 'Ask billing whether these exams were forgotten, are in a package, or their files are missing.',
  },
]
