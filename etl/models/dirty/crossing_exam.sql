-- grain: performed exam that runs past midnight and touches a changed day, and local day that it touches
WITH near_day AS (
  SELECT center_code, day FROM changed_day UNION SELECT center_code, CAST(day - INTERVAL 1 DAY AS DATE) FROM changed_day
),
zone_end AS (
  SELECT time_zone, day, coalesce(local_midnight_us(time_zone, day + 1), local_midnight_us(time_zone, day + 2)) AS end_us
  FROM (SELECT DISTINCT c.time_zone, n.day FROM near_day n JOIN main.center c USING (center_code))
),
crossing AS (
  SELECT e.center_code, e.accession_no, e.started_at, e.completed_at, c.time_zone
  FROM main.exam e
  JOIN near_day n ON n.center_code = e.center_code AND n.day = e.day
  JOIN main.center c ON c.center_code = e.center_code
  JOIN zone_end z ON z.time_zone = c.time_zone AND z.day = e.day
  WHERE e.performed AND epoch_us(e.completed_at) > z.end_us
  UNION
  -- One that lasts about a day or longer may come from further away.
  SELECT e.center_code, e.accession_no, e.started_at, e.completed_at, c.time_zone
  FROM main.exam e JOIN main.center c USING (center_code)
  WHERE e.performed AND e.completed_at - e.started_at > INTERVAL 22 HOUR
),
touched AS (
  SELECT center_code, accession_no, unnest(local_days(time_zone, started_at, completed_at - INTERVAL 1 MICROSECOND)) AS day FROM crossing
)
SELECT t.* FROM touched t
SEMI JOIN (SELECT DISTINCT center_code, accession_no FROM touched SEMI JOIN changed_day USING (center_code, day)) d
  ON d.center_code = t.center_code AND d.accession_no = t.accession_no
