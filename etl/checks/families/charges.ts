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
        SELECT DISTINCT center_code, accession_no FROM main.charge, check_now
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
        SELECT DISTINCT center_code, accession_no FROM main.charge, check_now WHERE status <> 'void' AND service_date > newest_day - 90
      ),
      counted AS (
        SELECT e.center_code, count(*) AS n, count(*) FILTER (c.accession_no IS NULL) AS k
        FROM (FROM main.exam, check_now WHERE performed AND repeat_of IS NULL AND ${windowOf('day', setting('grace_days'))}) e
        SEMI JOIN charged b ON b.center_code = e.center_code
        LEFT JOIN charged c ON c.center_code = e.center_code AND c.accession_no = e.accession_no GROUP BY 1
      )
      SELECT 'billing' AS feed, center_code, k / n AS measured, ${setting('share')} AS expected, k || ' of ' || n AS detail
      FROM counted WHERE n >= ${setting('least_n')} AND k / n > ${setting('share')}`,
    next: 'Ask billing whether these exams were forgotten, are in a package, or their files are missing.',
  },
]
