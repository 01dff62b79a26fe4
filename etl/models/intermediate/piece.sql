-- grain: interval (exam on the table, series, down or service state, slot of a no-show) and dirty local day that it touches, cut to the
-- day; with `is_edge` what of exams and series lies within 20 minutes of such a day
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
-- Of the days beside the dirty ones that end, a gap between two exams is told from idle time only with what lies beyond midnight.
reach AS (
  SELECT center_code, day, false AS is_edge, NULL AS tail_us, NULL AS head_us FROM chunk_day
  UNION ALL
  SELECT center_code, day, true, min(tail_us), max(head_us)
  FROM (
    SELECT d.center_code, n.day, n.end_us - {{turnover_us}} AS tail_us, NULL AS head_us
    FROM chunk_day d JOIN main.center c USING (center_code) JOIN zone_day z ON z.time_zone = c.time_zone AND z.day = d.day
    JOIN zone_day n ON n.time_zone = z.time_zone AND n.end_us = z.start_us
    UNION ALL
    SELECT d.center_code, n.day, NULL, n.start_us + {{turnover_us}}
    FROM chunk_day d JOIN main.center c USING (center_code) JOIN zone_day z ON z.time_zone = c.time_zone AND z.day = d.day
    JOIN zone_day n ON n.time_zone = z.time_zone AND n.start_us = z.end_us
  ) ANTI JOIN chunk_day USING (center_code, day)
  GROUP BY ALL
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
  UNION ALL
  SELECT 'no_show', center_code, scanner_id, start_us, end_us FROM no_show_slot
),
near AS (
  SELECT l.*, p.time_zone, p.last_end_us FROM landed l JOIN span p USING (center_code) 
  WHERE l.s < p.to_us + {{turnover_us}} AND l.e > p.from_us - {{turnover_us}}
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
    CAST(make_timestamp(e) AS DATE) + INTERVAL 1 DAY, INTERVAL 1 DAY)) AS DATE) AS day
  FROM leaving
),
cut AS (
  SELECT kind, center_code, scanner_id, day, s, e, false AS overruns FROM located WHERE e <= end_us
  UNION ALL
  SELECT c.kind, c.center_code, c.scanner_id, c.day, greatest(c.s, z.start_us), least(c.e, z.end_us),
    c.kind IN ('exam', 'series') AND c.s < c.last_end_us AND z.start_us >= c.last_end_us
  FROM crossing c JOIN zone_day z USING (time_zone, day)
  WHERE c.s < z.end_us AND c.e > z.start_us
)
SELECT c.*, r.is_edge
FROM cut c JOIN reach r USING (center_code, day)
WHERE NOT r.is_edge OR (c.kind IN ('exam', 'series') AND (c.e > r.tail_us OR c.s < r.head_us))
