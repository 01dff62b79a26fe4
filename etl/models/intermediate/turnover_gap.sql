-- grain: gap of at most 20 minutes between two stretches of table and acquisition time, and local day that it touches
WITH ordered AS (
  SELECT scanner_id, day, s, max(e) OVER earlier AS covered_until, lag(day) OVER (PARTITION BY scanner_id ORDER BY s, e) AS day_before
  FROM piece
  WHERE kind IN ('exam', 'series')
  WINDOW earlier AS (PARTITION BY scanner_id ORDER BY s, e ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
gap AS (
  SELECT scanner_id, day, day_before, covered_until AS start_us, s AS end_us
  FROM ordered WHERE s > covered_until AND s - covered_until <= {{turnover_us}}
)
SELECT scanner_id, day, start_us, end_us FROM gap
UNION ALL
SELECT scanner_id, day_before, start_us, end_us FROM gap WHERE day_before < day
