-- grain: scanner of a dirty center and local day of its dirty months; which hours hold (both texts null: none or unknown)
WITH scanner_date AS (
  SELECT s.scanner_id, s.center_code, c.time_zone, s.staffed_hours,
    CAST(unnest(generate_series(m.month, m.month + INTERVAL 1 MONTH - INTERVAL 1 DAY, INTERVAL 1 DAY)) AS DATE) AS day,
    s.installed_on, least(s.retired_on, c.closed_on) AS ended_on
  FROM dirty_work_month m
  JOIN main.scanner s USING (center_code)
  JOIN main.center c USING (center_code)
),
calendar AS (
  SELECT scanner_id, center_code, date, arg_max(hours, center_code IS NOT NULL) AS hours
  FROM (SELECT scanner_id, if(scanner_id IS NULL, center_code, NULL) AS center_code, date, hours FROM main.calendar)
  GROUP BY ALL
),
weekly AS (
  SELECT d.*, if(t.scanner_id IS NULL, d.staffed_hours, t.staffed_hours) AS weekly_hours
  FROM scanner_date d
  ASOF LEFT JOIN main.staffing t ON t.scanner_id = d.scanner_id AND d.day >= t.effective_from
),
resolved AS (
  SELECT w.*, coalesce(own.hours, center.hours, network.hours) AS date_hours,
    coalesce(w.day >= w.installed_on, true) AND coalesce(w.day <= w.ended_on, true) AS in_service
  FROM weekly w
  LEFT JOIN calendar own ON own.scanner_id = w.scanner_id AND own.date = w.day
  LEFT JOIN calendar center ON center.scanner_id IS NULL AND center.center_code = w.center_code AND center.date = w.day
  LEFT JOIN calendar network ON network.scanner_id IS NULL AND network.center_code IS NULL AND network.date = w.day
)
SELECT scanner_id, center_code, time_zone, day,
  if(in_service, date_hours, NULL) AS date_hours,
  if(in_service AND date_hours IS NULL, weekly_hours, NULL) AS weekly_hours,
  NOT in_service OR date_hours IS NOT NULL OR weekly_hours IS NOT NULL AS is_known
FROM resolved
