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
  SELECT 'billing', center_code, service_date, count(*) FROM recent_charge, check_now
  WHERE service_date BETWEEN newest_day - 98 AND newest_day GROUP BY ALL`

export const volume: Check[] = [
  {
    id: 'volume_off_weekday',
    severity: 'warn',
    measures:
      'exams, scanning minutes, AI runs or charge lines of a day against the same weekday of the last weeks, moved by what the day was to the network: outside x̄ ± factor × MR̄ of square roots (XmR) and off by the least share',
    thresholds: {
      factor: 3.55,
      least_share: 0.6,
      weeks: 12,
      weeks_needed: 8,
      least_volume: 20,
      least_centers: 5,
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
        SELECT j.feed, j.center_code, j.day, j.n, avg(d.n) AS usual, list(sqrt(d.n) ORDER BY d.day) AS roots
        FROM judged j JOIN day d ON d.feed = j.feed AND d.center_code = j.center_code AND isodow(d.day) = isodow(j.day)
          AND d.day < j.day AND d.day >= j.day - CAST(7 * ${setting('weeks', 'j.center_code')} AS INTEGER)
        GROUP BY ALL HAVING count(*) >= ${setting('weeks_needed', 'j.center_code')} AND avg(d.n) >= ${setting('least_volume', 'j.center_code')}
      ),
      -- A rush after a holiday, or a holiday that is in no calendar, is no center's fault.
      network AS (SELECT feed, day, median(n / nullif(usual, 0)) AS ratio, count(*) AS centers FROM past GROUP BY ALL),
      -- A range from a dozen weeks is itself uncertain, so no weekday's limits are narrower than the center's usual for the feed.
      width AS (
        SELECT feed, center_code, avg(xmr_half_width(roots, 1)) AS width FROM (
          SELECT feed, center_code, isodow(day), list(sqrt(n) ORDER BY day) AS roots FROM day
          WHERE day <= settled - CAST(${setting('days_judged')} AS INTEGER) GROUP BY ALL)
        GROUP BY ALL
      ),
      bounds AS (
        SELECT p.*, list_avg(roots) * sqrt(CASE WHEN w.centers >= ${setting('least_centers', 'p.center_code')}
            AND abs(w.ratio - 1) < ${setting('least_share', 'p.center_code')} THEN w.ratio ELSE 1 END) AS mean,
          ${setting('factor', 'p.center_code')} * greatest(xmr_half_width(roots, 1), coalesce(u.width, 0)) AS half
        FROM past p JOIN network w ON w.feed = p.feed AND w.day = p.day
        JOIN width u ON u.feed = p.feed AND u.center_code = p.center_code
      )
      SELECT feed, center_code, CAST(day AS VARCHAR) AS subject, n AS measured, mean * mean AS expected,
        'usual ' || round(pow(greatest(mean - half, 0), 2), 1) || '…' || round(pow(mean + half, 2), 1) AS detail
      FROM bounds
      WHERE abs(sqrt(n) - mean) > half AND abs(n - mean * mean) >= ${setting('least_share')} * mean * mean`,
    next: 'Compare with the source: a file may be missing, cut short or sent for two days at once. A holiday belongs into reference/calendar.csv.',
  },
]
