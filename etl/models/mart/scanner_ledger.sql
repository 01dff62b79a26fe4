-- grain: scanner and local day whose staffed minutes are known; each staffed minute is in the first class that fits
WITH claim AS (
  SELECT if(kind = 'series', 'acquiring', 'exam') AS class, scanner_id, day, start_us AS s, end_us AS e FROM busy_piece
  UNION ALL
  SELECT 'busy', scanner_id, day, start_us, end_us FROM stretch WHERE NOT is_edge
  UNION ALL
  SELECT 'turnover', scanner_id, day, start_us, end_us FROM turnover_gap
),
-- Claims of one class do not overlap, gaps lie between busy stretches, and down windows are staffed: so what is not down is a difference.
-- What of exams was staffed and not down is known.
within AS (
  SELECT c.class, scanner_id, day, overlap_us(c.s, c.e, w.start_us, w.end_us) AS us
  FROM claim c JOIN staffed_window w USING (scanner_id, day) WHERE c.class <> 'exam'
  UNION ALL
  SELECT c.class, scanner_id, day, -overlap_us(c.s, c.e, d.start_us, d.end_us) FROM claim c JOIN down_window d USING (scanner_id, day)
),
claimed AS (
  SELECT scanner_id, day, sum(us) FILTER (class = 'acquiring') AS acquiring, sum(us) FILTER (class = 'busy') AS busy,
    sum(us) FILTER (class = 'turnover') AS turnover, -sum(us) FILTER (class = 'exam') AS exam_down
  FROM within GROUP BY ALL
),
down AS (
  SELECT scanner_id, day, sum(end_us - start_us) AS us FROM down_window GROUP BY ALL
),
-- Slots of no-shows overlap all else and each other.
missed_day AS MATERIALIZED (
  SELECT DISTINCT scanner_id, day FROM piece WHERE kind = 'no_show'
),
beside AS (
  SELECT scanner_id, day, s, e FROM claim SEMI JOIN missed_day USING (scanner_id, day) WHERE class IN ('busy', 'turnover')
  UNION ALL
  SELECT scanner_id, day, start_us, end_us FROM down_window SEMI JOIN missed_day USING (scanner_id, day)
  UNION ALL
  SELECT scanner_id, day, s, e FROM piece WHERE kind = 'no_show'
),
reached AS (
  SELECT scanner_id, day, greatest(b.s, w.start_us) AS s, least(b.e, w.end_us) AS e,
    max(least(b.e, w.end_us)) OVER (PARTITION BY scanner_id, day ORDER BY greatest(b.s, w.start_us), least(b.e, w.end_us)
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until
  FROM beside b JOIN staffed_window w USING (scanner_id, day) WHERE b.s < w.end_us AND b.e > w.start_us
),
taken AS (
  SELECT scanner_id, day, sum(greatest(e - greatest(s, coalesce(until, s)), 0)) AS us FROM reached GROUP BY ALL
),
counted AS (
  SELECT d.day, d.center_code, d.scanner_id, d.modality, d.staffed_minutes, CAST(round(d.staffed_minutes * 60000000) AS BIGINT) AS us,
    coalesce(x.us, 0) AS down, coalesce(c.acquiring, 0) AS acquiring, coalesce(c.busy, 0) AS busy, coalesce(c.turnover, 0) AS turnover,
    coalesce(t.us - coalesce(x.us, 0) - coalesce(c.busy, 0) - coalesce(c.turnover, 0), 0) AS no_show,
    CAST(round((d.occupied_minutes - d.occupied_in_hours_minutes) * 60000000) AS BIGINT) - coalesce(c.exam_down, 0) AS off
  FROM mart.scanner_day d
  SEMI JOIN chunk_day k ON k.center_code = d.center_code AND k.day = d.day
  LEFT JOIN claimed c ON c.scanner_id = d.scanner_id AND c.day = d.day
  LEFT JOIN down x ON x.scanner_id = d.scanner_id AND x.day = d.day
  LEFT JOIN taken t ON t.scanner_id = d.scanner_id AND t.day = d.day
  WHERE d.staffed_minutes IS NOT NULL AND d.{{days}}
)
SELECT day, center_code, scanner_id, modality, staffed_minutes, minutes(down) AS down_minutes, minutes(acquiring) AS acquiring_minutes,
  minutes(busy - acquiring) AS on_table_minutes, minutes(turnover) AS turnover_minutes, minutes(no_show) AS no_show_minutes,
  minutes(us - down - busy - turnover - no_show) AS idle_minutes, minutes(off) AS off_hours_minutes
FROM counted
ORDER BY day, scanner_id
