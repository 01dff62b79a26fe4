-- grain: center and local day whose day marts a change of the facts can alter
WITH moved AS (
  SELECT b.first_day IS DISTINCT FROM n.first_day AS first_moved, b.last_day IS DISTINCT FROM n.last_day AS last_moved,
    least(b.first_day, n.first_day) AS low_first, greatest(b.first_day, n.first_day) AS high_first,
    least(b.last_day, n.last_day) AS low_last, greatest(b.last_day, n.last_day) AS high_last,
    b.first_day IS NULL OR n.first_day IS NULL AS appeared
  FROM before_network b CROSS JOIN network_bounds n
),
moved_day AS (
  SELECT CAST(unnest(generate_series(CAST(low_first AS TIMESTAMP), CAST(high_last AS TIMESTAMP), INTERVAL 1 DAY)) AS DATE) AS day, *
  FROM moved WHERE first_moved OR last_moved
),
as_of AS (
  SELECT n.center_code, b.newest_updated_at AS old_updated_at, n.newest_updated_at, b.newest_log_at AS old_log_at, n.newest_log_at
  FROM center_as_of n LEFT JOIN before_center b USING (center_code)
),
down AS (
  SELECT s.center_code, s.started_at, coalesce(s.ended_at, greatest(a.newest_log_at, a.old_log_at)) AS ended_at
  FROM change_scanner_state s LEFT JOIN as_of a USING (center_code) WHERE s.state IN ('down', 'service')
  UNION ALL
  -- An open interval grows with its center's log.
  SELECT DISTINCT s.center_code, greatest(s.started_at, least(a.newest_log_at, a.old_log_at)), greatest(a.newest_log_at, a.old_log_at)
  FROM main.scanner_state s JOIN as_of a USING (center_code)
  WHERE s.ended_at IS NULL AND s.state IN ('down', 'service') AND a.newest_log_at IS DISTINCT FROM a.old_log_at
),
touched AS (
  -- What begins or ends within 20 minutes of midnight decides whether the other day's last minutes were turnover.
  SELECT center_code, started_at - {{turnover}} AS started_at, coalesce(completed_at, started_at) + {{turnover}} AS ended_at
  FROM change_exam WHERE started_at IS NOT NULL
  UNION ALL SELECT center_code, started_at - {{turnover}}, coalesce(ended_at, started_at) + {{turnover}} FROM change_acquisition
  UNION ALL
  -- Slots of no-shows, at their longest; nobody is staffed beyond the network's last day.
  SELECT x.center_code, x.scheduled_at,
    least(x.scheduled_at + to_minutes(CAST(ceil(coalesce(x.scheduled_minutes, p.target, 30)) AS INTEGER)), greatest(x.scheduled_at, {{beyond}}))
  FROM change_exam x LEFT JOIN (SELECT protocol_code, greatest(max(target_minutes), 30) AS target FROM main.protocol GROUP BY 1) p USING (protocol_code)
  WHERE x.status = 'no_show'
  UNION ALL SELECT * FROM down
  UNION ALL
  -- Past the network's last day, where that moved.
  SELECT center_code, started_at, completed_at FROM main.exam
  WHERE status IN ('completed', 'reported', 'aborted') AND completed_at >= {{late_from}}
  UNION ALL
  SELECT center_code, started_at, ended_at FROM main.acquisition WHERE ended_at >= {{late_from}}
),
-- Local time is dear: many exams and series fall into the same quarters of an hour.
quartered AS (
  SELECT DISTINCT center_code, quarter_hour(started_at) AS started_at, quarter_hour(greatest(started_at, ended_at)) AS ended_at FROM touched
)
SELECT center_code, day FROM change_exam WHERE day IS NOT NULL
UNION
SELECT e.center_code, e.day FROM touched_exam e SEMI JOIN change_acquisition USING (center_code, accession_no) WHERE e.day IS NOT NULL
UNION
SELECT t.center_code, unnest(local_days(c.time_zone, t.started_at, t.ended_at)) FROM quartered t JOIN main.center c USING (center_code)
UNION
SELECT center_code, day FROM main.center CROSS JOIN moved_day
WHERE appeared OR (first_moved AND day < high_first) OR (last_moved AND day > low_last)
UNION
SELECT e.center_code, e.day FROM main.exam e JOIN as_of a USING (center_code)
WHERE a.newest_updated_at IS DISTINCT FROM a.old_updated_at AND e.day IS NOT NULL
  AND e.scheduled_at >= least(a.newest_updated_at, a.old_updated_at) - INTERVAL 25 HOUR
  AND e.scheduled_at <= greatest(a.newest_updated_at, a.old_updated_at)
  AND e.scheduled_at BETWEEN {{due_from}} AND {{due_to}}
