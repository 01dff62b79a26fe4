-- grain: center and local day that any day mart can have a row for
WITH network AS (
  SELECT CAST(unnest(generate_series(CAST(first_day AS TIMESTAMP), CAST(last_day AS TIMESTAMP), INTERVAL 1 DAY)) AS DATE) AS day
  FROM network_bounds
),
-- Beyond the last day only what began by then can run on; ten hours are the greatest lead of a local day over UTC.
late AS (
  SELECT center_code, started_at, completed_at AS ended_at FROM main.exam
  WHERE status IN ('completed', 'reported', 'aborted') AND completed_at >= (SELECT CAST(last_day AS TIMESTAMP) + INTERVAL 10 HOUR FROM network_bounds)
  UNION ALL
  SELECT center_code, started_at, ended_at FROM main.acquisition
  WHERE ended_at >= (SELECT CAST(last_day AS TIMESTAMP) + INTERVAL 10 HOUR FROM network_bounds)
)
SELECT DISTINCT center_code, day FROM main.exam WHERE day IS NOT NULL
UNION
SELECT center_code, day FROM main.center CROSS JOIN network
UNION
SELECT l.center_code, unnest(local_days(c.time_zone, l.started_at, l.ended_at)) FROM late l JOIN main.center c USING (center_code)
