import type { Check } from '../check.ts'

/** The rate by product over the network (center_code null) and by center and product. */
export const aiRate: Check[] = [
  {
    id: 'ai_flag_rate_changed',
    severity: 'warn',
    measures:
      'share of AI readings that were flagged in the last week against the four weeks before: outside three standard errors over the network, 4.5 at a center (there are hundreds), widened by how much days differ anyway (Laney p′), and off by the least change',
    thresholds: { least_change: 0.05, least_n: 50, past_least_n: 200, sigmas: 3, center_sigmas: 4.5 },
    grain: 'product, and center and product',
    findings: (setting) => `
      -- One pass over the readings; all that follows is made of its few rows.
      WITH recent AS (
        SELECT center_code, product_code, product_version, day, newest_day, count(*) AS n, count(*) FILTER (flagged) AS k
        FROM recent_reading, check_now WHERE day > newest_day - 35 AND day <= newest_day GROUP BY ALL
      ),
      daily AS (
        SELECT CASE WHEN grouping(center_code) = 0 THEN center_code END AS center_code, product_code, day, any_value(newest_day) AS newest_day,
          sum(n) AS n, sum(k) AS k
        FROM recent GROUP BY GROUPING SETS ((center_code, product_code, day), (product_code, day))
      ),
      version AS (
        SELECT CASE WHEN grouping(center_code) = 0 THEN center_code END AS center_code, product_code,
          list(DISTINCT product_version ORDER BY product_version) FILTER (day > newest_day - 7) AS versions,
          list(DISTINCT product_version ORDER BY product_version) FILTER (day <= newest_day - 7) AS past_versions
        FROM recent GROUP BY GROUPING SETS ((center_code, product_code), (product_code))
      ),
      counted AS (
        SELECT center_code, product_code,
          sum(n) FILTER (day > newest_day - 7) AS n, sum(k) FILTER (day > newest_day - 7) AS k,
          sum(n) FILTER (day <= newest_day - 7) AS past_n, sum(k) FILTER (day <= newest_day - 7) AS past_k
        FROM daily GROUP BY ALL
      ),
      spread AS (
        SELECT d.center_code, d.product_code, laney_sigma(list((d.k / d.n - c.past_k / c.past_n)
          / sqrt(greatest(c.past_k / c.past_n * (1 - c.past_k / c.past_n), 1e-9) / d.n) ORDER BY d.day)) AS sigma_z
        FROM daily d JOIN counted c ON c.product_code = d.product_code AND c.center_code IS NOT DISTINCT FROM d.center_code
        WHERE d.day <= d.newest_day - 7 GROUP BY ALL
      ),
      judged AS (
        SELECT c.*, c.k / c.n AS p, c.past_k / c.past_n AS past_p, v.versions, v.past_versions,
          CASE WHEN c.center_code IS NULL THEN ${setting('sigmas', 'c.center_code')} ELSE ${setting('center_sigmas', 'c.center_code')} END
            * s.sigma_z * share_error((c.k + c.past_k) / (c.n + c.past_n), c.n, c.past_n) AS half
        FROM counted c
        JOIN spread s ON s.product_code = c.product_code AND s.center_code IS NOT DISTINCT FROM c.center_code
        JOIN version v ON v.product_code = c.product_code AND v.center_code IS NOT DISTINCT FROM c.center_code
        WHERE c.n >= ${setting('least_n', 'c.center_code')} AND c.past_n >= ${setting('past_least_n', 'c.center_code')}
      )
      SELECT 'ai_results' AS feed, center_code, product_code AS subject, p AS measured, past_p AS expected,
        CASE WHEN versions = past_versions THEN 'version ' || array_to_string(versions, ', ')
          ELSE 'version ' || array_to_string(past_versions, ', ') || ' → ' || array_to_string(versions, ', ') END AS detail
      FROM judged WHERE abs(p - past_p) > half AND abs(p - past_p) >= ${setting('least_change')}`,
    next: 'Ask the vendor what changed (version, threshold, input series) and compare agreement with readers before and after.',
  },
]
