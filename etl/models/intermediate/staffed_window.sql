-- grain: staffed window of a scanner on a local day within the network's days; windows do not overlap
WITH local_window AS (
  SELECT h.scanner_id, h.time_zone, h.day, w.start_minute, w.end_minute
  FROM scanner_hours h JOIN date_window w ON w.hours = h.date_hours
  UNION ALL
  SELECT h.scanner_id, h.time_zone, h.day, w.start_minute, w.end_minute
  FROM scanner_hours h JOIN weekly_window w ON w.hours = h.weekly_hours AND w.weekday = isodow(h.day)
),
-- A clock change is looked up once for each zone, day and minute, not for each scanner.
clock AS (
  SELECT time_zone, day, minute, epoch_us(timezone(time_zone, CAST(day AS TIMESTAMP) + to_minutes(minute))) AS us
  FROM (
    SELECT time_zone, day, start_minute AS minute FROM local_window
    UNION
    SELECT time_zone, day, end_minute FROM local_window
  )
),
instant AS (
  SELECT w.scanner_id, w.day,
    if(w.start_minute = 0, z.start_us, greatest(s.us, z.start_us)) AS start_us,
    if(w.end_minute = 1440, z.end_us, least(e.us, z.end_us)) AS end_us
  FROM local_window w
  JOIN zone_day z USING (time_zone, day)
  JOIN clock s ON s.time_zone = w.time_zone AND s.day = w.day AND s.minute = w.start_minute
  JOIN clock e ON e.time_zone = w.time_zone AND e.day = w.day AND e.minute = w.end_minute
  JOIN network_bounds b ON w.day BETWEEN b.first_day AND b.last_day
),
-- A clock change can push two windows over each other: minutes count once.
uncovered AS (
  SELECT scanner_id, day, end_us,
    greatest(start_us, max(end_us) OVER (PARTITION BY scanner_id, day ORDER BY start_us, end_us
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS start_us
  FROM instant
)
SELECT scanner_id, day, start_us, end_us
FROM uncovered
WHERE end_us > start_us
