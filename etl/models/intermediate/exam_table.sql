-- grain: performed exam whose minutes are worked out; microseconds on the table in staffed hours, null where those are unknown
WITH exam AS (
  SELECT e.center_code, e.accession_no, e.day, e.modality, e.scanner_id, e.protocol_code, e.repeat_of, c.time_zone,
    epoch_us(e.started_at) AS s, epoch_us(greatest(e.completed_at, e.started_at)) AS e
  FROM main.exam e
  {{money_fresh}}
  JOIN main.center c ON c.center_code = e.center_code
  WHERE e.performed
),
-- Few leave the day on which they begin.
on_day AS (
  SELECT center_code, accession_no, scanner_id, day, s, e FROM exam
  UNION ALL
  SELECT x.center_code, x.accession_no, x.scanner_id, later.day, x.s, x.e
  FROM exam x
  JOIN zone_day z ON z.time_zone = x.time_zone AND z.day = x.day AND x.e > z.end_us
  JOIN zone_day later ON later.time_zone = x.time_zone AND later.day > x.day AND later.start_us < x.e
),
part AS (
  SELECT x.center_code, x.accession_no, h.is_known, if(w.scanner_id IS NULL, 0, overlap_us(x.s, x.e, w.start_us, w.end_us)) AS us
  FROM on_day x
  JOIN scanner_hours h ON h.scanner_id = x.scanner_id AND h.day = x.day
  LEFT JOIN staffed_window w ON w.scanner_id = x.scanner_id AND w.day = x.day
  UNION ALL
  SELECT x.center_code, x.accession_no, true, -overlap_us(x.s, x.e, d.start_us, d.end_us)
  FROM on_day x JOIN down_window d ON d.scanner_id = x.scanner_id AND d.day = x.day
),
minute AS (
  SELECT center_code, accession_no, if(bool_and(is_known), CAST(coalesce(sum(us), 0) AS BIGINT), NULL) AS table_us FROM part GROUP BY ALL
)
SELECT x.* EXCLUDE (time_zone, s, e), m.table_us
FROM exam x LEFT JOIN minute m USING (center_code, accession_no)
