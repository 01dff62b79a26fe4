import type { Check } from '../check.ts'

/** Rows by feed, center and day, from the marts where they have them. */
const volumeSql = `
  SELECT 'exams' AS feed, center_code, day, sum(exams_performed) AS n FROM mart.center_day, check_now
  WHERE day BETWEEN newest_day - 98 AND newest_day GROUP BY ALL
  UNION ALL
  SELECT 'scanner_log', center_code, day, sum(scanning_minutes) FROM mart.scanner_day, check_now
  WHERE day BETWEEN newest_day - 98 AND newest_day GROUP BY ALL
  UNION ALL
  SELECT 'ai_results', center_code, day, sum(runs) FROM mart.ai_run_day, check_now
  WHERE day BETWEEN newest_day - 98 AND newest_day GROUP BY ALL
  UNION ALL
  SELECT 'billing', center_code, service_date, count(*) FROM main.charge, check_now
  WHERE service_date BETWEEN newest_day - 98 AND newest_day GROUP BY ALL`

export const volume: Check[] = [
  {
    id: 'volume_off_weekday',
    severity: 'warn',
    measures:
      'exams, scanning minutes, AI runs or charge lines of a day against the same weekday of the last weeks: outside x̄ ± factor × MR̄ (XmR) and off by the least share',
    thresholds: {
      factor: 2.66,
      least_share: 0.6,
      weeks: 12,
      weeks_needed: 8,
      least_volume: 20,
      days_judged: 3,
      exams_grace_days: 1,
      scanner_log_grace_days: 1,
      ai_results_grace_days: 3,
      billing_grace_days: 3,
    },
    grain: 'feed, center and day',
    findings: (setting) => `
      WITH volume AS (${volumeSql}),
      -- A day without rows is a zero only where the center was open and the feed has come since.
      feed_of AS (SELECT feed, center_code, min(day) AS first_day, max(day) AS last_day FROM volume WHERE n > 0 GROUP BY ALL),
      day AS (
        SELECT f.feed, o.center_code, o.day, coalesce(v.n, 0) AS n,
          newest_day - CAST(CASE f.feed WHEN 'exams' THEN ${setting('exams_grace_days', 'o.center_code')}
            WHEN 'scanner_log' THEN ${setting('scanner_log_grace_days', 'o.center_code')}
            WHEN 'ai_results' THEN ${setting('ai_results_grace_days', 'o.center_code')}
            ELSE ${setting('billing_grace_days', 'o.center_code')} END AS INTEGER) AS settled
        FROM check_open_day o CROSS JOIN check_now
        JOIN feed_of f ON f.center_code = o.center_code AND o.day BETWEEN f.first_day AND f.last_day
        LEFT JOIN volume v ON v.feed = f.feed AND v.center_code = o.center_code AND v.day = o.day
        WHERE NOT o.is_exception
      ),
      judged AS (SELECT * FROM day WHERE day <= settled AND day > settled - CAST(${setting('days_judged')} AS INTEGER)),
      past AS (
        SELECT j.feed, j.center_code, j.day, j.n, list(CAST(d.n AS DOUBLE) ORDER BY d.day) AS ns
        FROM judged j JOIN day d ON d.feed = j.feed AND d.center_code = j.center_code AND isodow(d.day) = isodow(j.day)
          AND d.day < j.day AND d.day >= j.day - CAST(7 * ${setting('weeks', 'j.center_code')} AS INTEGER)
        GROUP BY ALL
      ),
      -- A range from a dozen weeks is itself uncertain, so no weekday's limits are narrower than the center's usual for the feed.
      usual AS (
        SELECT feed, center_code, avg(xmr_half_width(ns, 1) / nullif(list_avg(ns), 0)) AS relative FROM (
          SELECT feed, center_code, isodow(day), list(CAST(n AS DOUBLE) ORDER BY day) AS ns FROM day
          WHERE day <= settled - CAST(${setting('days_judged')} AS INTEGER) GROUP BY ALL)
        GROUP BY ALL
      ),
      bounds AS (
        SELECT p.*, list_avg(ns) AS mean, greatest(xmr_half_width(ns, ${setting('factor', 'p.center_code')}),
          ${setting('factor', 'p.center_code')} * coalesce(u.relative, 0) * list_avg(ns)) AS half
        FROM past p JOIN usual u ON u.feed = p.feed AND u.center_code = p.center_code
        WHERE len(ns) >= ${setting('weeks_needed', 'p.center_code')}
      )
      SELECT feed, center_code, CAST(day AS VARCHAR) AS subject, n AS measured, mean AS expected,
        'usual ' || round(greatest(mean - half, 0), 1) || '…' || round(mean + half, 1) AS detail
      FROM bounds
      WHERE mean >= ${setting('least_volume')} AND abs(n - mean) > half AND abs(n - mean) >= ${setting('least_share')} * mean`,
    next: 'Compare with the source: a file may be missing, cut short or sent for two days at once. A holiday belongs into reference/calendar.csv.',
  },
]
