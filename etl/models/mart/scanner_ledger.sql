-- grain: scanner and local day whose staffed minutes are known; each staffed minute is in the first class that fits
WITH claim AS (
  SELECT 1 AS class, scanner_id, day, start_us AS s, end_us AS e FROM down_window
  UNION ALL
  SELECT if(kind = 'series', 2, 3), scanner_id, day, start_us, end_us FROM busy_piece
  UNION ALL
  SELECT 4, scanner_id, day, start_us, end_us FROM turnover_gap
  UNION ALL
  SELECT 5, scanner_id, day, s, e FROM piece WHERE kind = 'no_show'
),
staffed AS (
  SELECT c.class, scanner_id, day, greatest(c.s, w.start_us) AS s, least(c.e, w.end_us) AS e
  FROM claim c JOIN staffed_window w USING (scanner_id, day) WHERE c.s < w.end_us AND c.e > w.start_us
),
-- How far the earlier claims of a class and of those before it reach: what lies beyond is what a claim adds to them.
reached AS (
  SELECT class, scanner_id, day, s, e, max(e) FILTER (class <= 2) OVER earlier AS until2, max(e) FILTER (class <= 3) OVER earlier AS until3,
    max(e) FILTER (class <= 4) OVER earlier AS until4, max(e) OVER earlier AS until5
  FROM staffed
  WINDOW earlier AS (PARTITION BY scanner_id, day ORDER BY s, e ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
claimed AS (
  SELECT scanner_id, day, sum(e - s) FILTER (class = 1) AS down, sum(e - s) FILTER (class = 3) AS exam,
    sum(greatest(e - greatest(s, coalesce(until2, s)), 0)) FILTER (class <= 2) AS to_acquiring,
    sum(greatest(e - greatest(s, coalesce(until3, s)), 0)) FILTER (class <= 3) AS to_on_table,
    sum(greatest(e - greatest(s, coalesce(until4, s)), 0)) FILTER (class <= 4) AS to_turnover,
    sum(greatest(e - greatest(s, coalesce(until5, s)), 0)) AS to_no_show
  FROM reached GROUP BY ALL
),
occupied AS (
  SELECT scanner_id, day, sum(end_us - start_us) AS us FROM busy_piece WHERE kind = 'exam' GROUP BY ALL
),
counted AS (
  SELECT d.day, d.center_code, d.scanner_id, d.modality, d.staffed_minutes, CAST(round(d.staffed_minutes * 60000000) AS BIGINT) AS us,
    coalesce(c.down, 0) AS down, coalesce(c.to_acquiring, c.down, 0) AS to_acquiring, coalesce(c.to_on_table, c.down, 0) AS to_on_table,
    coalesce(c.to_turnover, c.down, 0) AS to_turnover, coalesce(c.to_no_show, 0) AS to_no_show, coalesce(o.us, 0) - coalesce(c.exam, 0) AS off
  FROM mart.scanner_day d
  SEMI JOIN chunk_day k ON k.center_code = d.center_code AND k.day = d.day
  LEFT JOIN claimed c ON c.scanner_id = d.scanner_id AND c.day = d.day
  LEFT JOIN occupied o ON o.scanner_id = d.scanner_id AND o.day = d.day
  WHERE d.staffed_minutes IS NOT NULL AND d.{{days}}
)
SELECT day, center_code, scanner_id, modality, staffed_minutes, minutes(down) AS down_minutes,
  minutes(to_acquiring - down) AS acquiring_minutes, minutes(to_on_table - to_acquiring) AS on_table_minutes,
  minutes(to_turnover - to_on_table) AS turnover_minutes, minutes(to_no_show - to_turnover) AS no_show_minutes,
  minutes(us - to_no_show) AS idle_minutes, minutes(off) AS off_hours_minutes
FROM counted
ORDER BY day, scanner_id
