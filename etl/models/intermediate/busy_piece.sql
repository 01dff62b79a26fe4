-- grain: stretch of a scanner's day on which an exam (or a series) ran; stretches of one kind do not overlap
WITH covered AS (
  SELECT kind, scanner_id, day, s, e, max(e) OVER (PARTITION BY kind, scanner_id, day ORDER BY s, e
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered_until
  FROM piece
  WHERE kind IN ('exam', 'series') AND NOT is_edge
)
SELECT kind, scanner_id, day, greatest(s, coalesce(covered_until, s)) AS start_us, e AS end_us
FROM covered
WHERE covered_until IS NULL OR e > covered_until
