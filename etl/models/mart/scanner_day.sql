-- grain: scanner and local day on which it was staffed or used
WITH performed AS (
  SELECT scanner_id, day, count(*) AS exams FROM main.exam SEMI JOIN chunk_day USING (center_code, day)
  WHERE performed AND scanner_id IS NOT NULL AND {{days}} GROUP BY ALL
),
staffed AS (
  SELECT w.scanner_id, w.day, sum(w.end_us - w.start_us) AS us
  FROM staffed_window w JOIN main.scanner s USING (scanner_id) SEMI JOIN chunk_day c ON c.center_code = s.center_code AND c.day = w.day
  GROUP BY ALL
),
down AS (
  SELECT scanner_id, day, sum(end_us - start_us) AS us FROM down_window GROUP BY ALL
),
busy AS (
  SELECT scanner_id, day, sum(end_us - start_us) FILTER (kind = 'exam') AS occupied_us,
    sum(end_us - start_us) FILTER (kind = 'series') AS scanning_us
  FROM busy_piece GROUP BY ALL
),
-- In hours = inside the staffed windows less what of it fell into down windows.
in_hours AS (
  SELECT scanner_id, day, sum(us) AS us FROM (
    SELECT scanner_id, day, overlap_us(b.start_us, b.end_us, w.start_us, w.end_us) AS us
    FROM busy_piece b JOIN staffed_window w USING (scanner_id, day) WHERE b.kind = 'exam'
    UNION ALL
    SELECT scanner_id, day, -overlap_us(b.start_us, b.end_us, d.start_us, d.end_us)
    FROM busy_piece b JOIN down_window d USING (scanner_id, day) WHERE b.kind = 'exam'
  ) GROUP BY ALL
),
-- Beyond the network's last day only what ran past midnight makes a row.
used AS (
  SELECT scanner_id, day FROM performed
  UNION
  SELECT scanner_id, day FROM staffed
  UNION
  SELECT scanner_id, day FROM busy JOIN network_bounds b ON day BETWEEN b.first_day AND b.last_day
  UNION
  SELECT scanner_id, day FROM piece WHERE overruns AND NOT is_edge
),
minute AS (
  SELECT u.day, s.center_code, u.scanner_id, s.modality, coalesce(p.exams, 0) AS exams_performed,
    if(h.is_known, minutes(coalesce(t.us, 0)), NULL) AS staffed_minutes,
    if(h.is_known, minutes(coalesce(d.us, 0)), NULL) AS down_minutes,
    if(h.is_known, minutes(coalesce(t.us, 0) - coalesce(d.us, 0)), NULL) AS available_minutes,
    minutes(coalesce(b.occupied_us, 0)) AS occupied_minutes,
    minutes(coalesce(b.scanning_us, 0)) AS scanning_minutes,
    if(h.is_known, minutes(coalesce(i.us, 0)), NULL) AS occupied_in_hours_minutes
  FROM used u
  JOIN main.scanner s USING (scanner_id)
  LEFT JOIN scanner_hours h USING (scanner_id, day)
  LEFT JOIN performed p USING (scanner_id, day)
  LEFT JOIN staffed t USING (scanner_id, day)
  LEFT JOIN down d USING (scanner_id, day)
  LEFT JOIN busy b USING (scanner_id, day)
  LEFT JOIN in_hours i USING (scanner_id, day)
)
SELECT *, if(available_minutes > 0, occupied_in_hours_minutes / available_minutes, NULL) AS utilization_rate
FROM minute
ORDER BY day, scanner_id
