import type { Check, Setting } from '../check.ts'

/** Rows that this run read and rejected, by file, and by center over the files whose rows name it. */
const runSql = `
  SELECT feed, NULL AS center_code, NULL AS subject, sum(rows_read) AS n, sum(rows_rejected) AS k FROM run_file GROUP BY feed
  UNION ALL
  SELECT r.feed, r.center_code, NULL, sum(f.rows_read), sum(r.k)
  FROM (SELECT file_id, feed, center_code, count(*) AS k FROM run_reject WHERE center_code IS NOT NULL AND line IS NOT NULL GROUP BY ALL) r
  JOIN run_file f ON f.file_id = r.file_id AND f.status <> 'duplicate' GROUP BY ALL
  UNION ALL
  SELECT feed, NULL, path, rows_read, rows_rejected FROM run_file WHERE status <> 'duplicate'`

/** Reasons that hang on the reference data: such rows stay in history and load when it knows their center. */
const BY_REFERENCE = "('time_order', 'unknown_center', 'unknown_scanner', 'wrong_center')"

const tooMany = (setting: Setting) => `
  SELECT feed, center_code, subject, k / n AS measured, ${setting('share')} AS expected, k || ' of ' || n || ' rows' AS detail
  FROM (${runSql}) WHERE n >= ${setting('least_n')} AND k / n > ${setting('share')}`

export const rejects: Check[] = [
  {
    id: 'files_set_aside',
    severity: 'warn',
    measures: 'files whose rows a model cannot bear: none of their rows is published',
    thresholds: {},
    grain: 'file',
    findings: () => `
      SELECT feed, center_code, path AS subject, 1 AS measured, 0 AS expected, value AS detail
      FROM (FROM ops.reject UNION ALL BY NAME FROM run_reject) r WHERE reason = 'quarantined'
        -- A later reading of the path that was loaded settles it.
        AND NOT EXISTS (SELECT 1 FROM (FROM ops.source_file UNION ALL BY NAME FROM run_file) f
          WHERE f.path = r.path AND f.status = 'loaded' AND coalesce(f.run_id, '~') > coalesce(r.run_id, '~'))`,
    next: 'Mend the rows that the engine names and send the file again. It is tried again when it, its profile or the program changes.',
  },
  {
    id: 'feed_rejected_whole',
    severity: 'block',
    measures:
      "share of this run's rows of a feed that do not fit the contract (those that the reference data refuses left out)",
    thresholds: { share: 0.95, least_n: 100 },
    grain: 'feed',
    findings: (setting) => `
      WITH refused AS (SELECT feed, count(*) AS k FROM run_reject WHERE line IS NOT NULL AND reason NOT IN ${BY_REFERENCE} GROUP BY 1),
      counted AS (SELECT feed, sum(rows_read) AS n, any_value(k) AS k FROM run_file JOIN refused USING (feed) GROUP BY feed)
      SELECT feed, k / n AS measured, ${setting('share')} AS expected, k || ' of ' || n || ' rows' AS detail
      FROM counted WHERE n >= ${setting('least_n')} AND k / n > ${setting('share')}`,
    next: 'The format of a whole feed has changed, or a wrong folder was used: take the files out of the landing folder or mend them.',
  },
  {
    id: 'rejects_many',
    severity: 'warn',
    measures: "share of rejected rows of this run's rows, by feed, by center (of the files that name it) and by file",
    thresholds: { share: 0.05, least_n: 20 },
    grain: 'feed, feed and center, or file',
    findings: tooMany,
    next: 'Every rejected row is in ops.reject with file, line, column and reason: send them to the center.',
  },
  {
    id: 'rejects_more_than_usual',
    severity: 'warn',
    measures:
      "share of rejected rows of this run by feed, against the feed's last runs: more than three standard errors and the least rise above",
    thresholds: { runs: 30, least_rise: 0.01, least_n: 100, past_least_n: 1000 },
    grain: 'feed',
    findings: (setting) => `
      WITH recent AS (SELECT run_id FROM ops.run ORDER BY run_id DESC LIMIT CAST(${setting('runs')} AS INTEGER)),
      past AS (
        SELECT feed, sum(rows_read) AS past_n, sum(rows_rejected) AS past_k FROM ops.source_file SEMI JOIN recent USING (run_id) GROUP BY 1
      ),
      now AS (SELECT feed, sum(rows_read) AS n, sum(rows_rejected) AS k FROM run_file GROUP BY 1),
      both_times AS (
        SELECT *, k / n AS p, past_k / past_n AS past_p, (k + past_k) / (n + past_n) AS pooled FROM now JOIN past USING (feed)
        WHERE n >= ${setting('least_n')} AND past_n >= ${setting('past_least_n')}
      )
      SELECT feed, p AS measured, past_p AS expected, k || ' of ' || n || ' rows' AS detail FROM both_times
      WHERE p - past_p > 3 * share_error(pooled, n, past_n) AND p - past_p >= ${setting('least_rise')}`,
    next: 'Something in the feed has changed: look at the reasons in ops.reject.',
  },
]
