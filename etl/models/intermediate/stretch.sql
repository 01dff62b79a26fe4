-- grain: what an exam or series adds to the time for which its scanner was busy with either; stretches do not overlap
WITH ordered AS (
  SELECT scanner_id, day, s, e, is_edge, max(e) OVER earlier AS covered_until,
    lag(day) OVER (PARTITION BY scanner_id ORDER BY s, e) AS day_before
  FROM piece
  WHERE kind IN ('exam', 'series')
  WINDOW earlier AS (PARTITION BY scanner_id ORDER BY s, e ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT scanner_id, day, greatest(s, coalesce(covered_until, s)) AS start_us, e AS end_us, is_edge, covered_until, day_before
FROM ordered
WHERE covered_until IS NULL OR e > covered_until
