-- grain: interval (exam on the table, series, down or service state) and dirty local day that it touches, cut to the day
WITH zone AS (
  SELECT time_zone, local_midnight_us(time_zone, last_day + 1) AS last_end_us
  FROM (SELECT DISTINCT time_zone FROM zone_day) CROSS JOIN network_bounds
),
span AS (
  SELECT d.center_code, c.time_zone, any_value(o.last_end_us) AS last_end_us, min(z.start_us) AS from_us, max(z.end_us) AS to_us
  FROM chunk_day d
  JOIN main.center c USING (center_code)
  JOIN zone o USING (time_zone)
  JOIN zone_day z ON z.time_zone = c.time_zone AND z.day = d.day
  GROUP BY d.center_code, c.time_zone
),
landed AS (
  SELECT 'exam' AS kind, center_code, scanner_id, epoch_us(started_at) AS s, epoch_us(completed_at) AS e
  FROM main.exam WHERE status IN ('completed', 'reported', 'aborted') AND completed_at > started_at AND started_at < {{to}} AND completed_at > {{from}}
  UNION ALL
  SELECT 'series', center_code, scanner_id, epoch_us(started_at), epoch_us(ended_at)
  FROM main.acquisition WHERE ended_at > started_at AND started_at < {{to}} AND ended_at > {{from}}
  UNION ALL
  SELECT 'down', center_code, scanner_id, epoch_us(started_at), epoch_us(coalesce(ended_at, newest_log_at))
  FROM main.scanner_state LEFT JOIN center_as_of USING (center_code)
  WHERE state IN ('down', 'service') AND coalesce(ended_at, newest_log_at) > started_at AND started_at < {{to}}
    AND (ended_at IS NULL OR ended_at > {{from}})
),
near AS (
  SELECT l.*, p.time_zone, p.last_end_us FROM landed l JOIN span p USING (center_code) WHERE l.s < p.to_us AND l.e > p.from_us
),
located AS (
  SELECT n.*, z.day, z.end_us
  FROM near n
  LEFT JOIN zone_day_lookup z ON z.time_zone = n.time_zone AND z.utc_day = utc_day(n.s) AND n.s >= z.start_us AND n.s < z.end_us
),
-- Few intervals leave the day on which they begin. One that begins on no known day can touch one only by ending there
-- or by being about as long as a day.
leaving AS (
  SELECT * EXCLUDE (day, end_us) FROM located WHERE e > end_us
  UNION ALL
  SELECT l.* EXCLUDE (day, end_us) FROM (FROM located WHERE day IS NULL) l
  LEFT JOIN zone_day_lookup z ON z.time_zone = l.time_zone AND z.utc_day = utc_day(l.e - 1) AND l.e - 1 >= z.start_us AND l.e - 1 < z.end_us
  WHERE z.day IS NOT NULL OR l.e - l.s > 22 * 3600000000
),
crossing AS (
  SELECT *, CAST(unnest(generate_series(CAST(make_timestamp(s) AS DATE) - INTERVAL 1 DAY,
    CAST(make_timestamp(least(e, s + 36525 * 86400000000)) AS DATE) + INTERVAL 1 DAY, INTERVAL 1 DAY)) AS DATE) AS day
  FROM leaving
),
cut AS (
  SELECT kind, center_code, scanner_id, day, s, e, false AS overruns FROM located WHERE e <= end_us
  UNION ALL
  SELECT c.kind, c.center_code, c.scanner_id, c.day, greatest(c.s, z.start_us), least(c.e, z.end_us),
    c.kind <> 'down' AND c.s < c.last_end_us AND z.start_us >= c.last_end_us
  FROM crossing c JOIN zone_day z USING (time_zone, day)
  WHERE c.s < z.end_us AND c.e > z.start_us
)
SELECT * FROM cut SEMI JOIN chunk_day USING (center_code, day)
