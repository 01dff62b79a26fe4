import type { Check } from '../check.ts'

/**
 * Open days of the center after the newest day that a feed has reached, up to the network's newest day. A center that never sent
 * the feed, is closed for good, or was not open since is not late.
 */
const late = (feed: string, newest: string, until = 'newest_day') => `
  SELECT '${feed}' AS feed, n.center_code, count(*) AS late_days, max(n.newest) AS newest
  FROM (${newest}) n JOIN main.center c USING (center_code), check_now
  JOIN check_open_day o ON o.center_code = n.center_code AND o.day > n.newest AND o.day <= ${until}
  WHERE c.closed_on IS NULL OR c.closed_on >= newest_day GROUP BY ALL`

const newestExam =
  'SELECT center_code, max(day) AS newest FROM mart.center_day, check_now WHERE exams_performed > 0 AND day <= newest_day GROUP BY 1'

const feeds: Record<string, string> = {
  exams: late('exams', newestExam),
  scanner_log: late(
    'scanner_log',
    'SELECT center_code, max(day) AS newest FROM mart.scanner_day, check_now WHERE (scanning_minutes > 0 OR down_minutes > 0) AND day <= newest_day GROUP BY 1',
  ),
  // An AI result without its exam has no day: AI cannot be later than the exams that it reads.
  ai_results: late(
    'ai_results',
    'SELECT center_code, max(day) AS newest FROM mart.ai_run_day GROUP BY 1',
    `(SELECT max(newest) FROM (${newestExam}) e WHERE e.center_code = n.center_code)`,
  ),
  billing: late(
    'billing',
    `SELECT m.center_code, coalesce(max(c.newest), max(m.month)) AS newest
     FROM mart.center_month m LEFT JOIN (SELECT center_code, max(service_date) AS newest FROM recent_charge, check_now
       WHERE service_date > newest_day - 62 AND service_date <= newest_day GROUP BY 1) c USING (center_code)
     WHERE m.gross_charges > 0 GROUP BY 1`,
  ),
}

export const freshness: Check[] = [
  {
    id: 'feed_late',
    severity: 'warn',
    measures: 'open days (by calendar and staffing) since the newest day that a feed of a center has reached',
    thresholds: { exams_days: 3, scanner_log_days: 3, ai_results_days: 5, billing_days: 7 },
    grain: 'feed and center',
    findings: (setting) =>
      Object.entries(feeds)
        .map(
          ([feed, sql]) => `SELECT feed, center_code, late_days AS measured, ${setting(`${feed}_days`)} AS expected,
             'nothing after ' || newest AS detail FROM (${sql}) WHERE late_days > ${setting(`${feed}_days`)}`,
        )
        .join(' UNION ALL '),
    next: 'Ask the center whether its export ran and look for files that were not put into the landing folder.',
  },
  {
    id: 'ledger_late',
    severity: 'warn',
    measures: 'days since the end of a month for which a center that sends costs has sent none',
    thresholds: { days: 25 },
    grain: 'center',
    findings: (setting) => `
      WITH newest AS (SELECT center_code, max(month) AS month FROM main.cost GROUP BY 1),
      late AS (
        SELECT center_code, strftime(n.month + INTERVAL 1 MONTH, '%Y-%m') AS month,
          date_diff('day', CAST(n.month + INTERVAL 2 MONTH AS DATE), newest_day) AS days
        FROM newest n JOIN main.center c USING (center_code), check_now
        WHERE c.closed_on IS NULL OR c.closed_on >= n.month + INTERVAL 1 MONTH
      )
      SELECT 'costs' AS feed, center_code, month AS subject, days AS measured, ${setting('days')} AS expected
      FROM late WHERE days > ${setting('days')}`,
    next: 'Ask the center for its ledger: without it the month stays open and shows no profit.',
  },
  {
    id: 'network_late',
    severity: 'warn',
    measures:
      "days between the run's date and the newest day of the whole network; not judged where the network is a history of the past",
    thresholds: { days: 7, history_days: 60 },
    grain: 'the network',
    findings: (setting) => `SELECT 'exams' AS feed, today - newest_day AS measured, ${setting('days')} AS expected,
        'newest day ' || newest_day AS detail
      FROM check_now WHERE today - newest_day BETWEEN ${setting('days')} + 1 AND ${setting('history_days')}`,
    next: 'No center has sent exams: look at the transfer into the landing folder.',
  },
]
