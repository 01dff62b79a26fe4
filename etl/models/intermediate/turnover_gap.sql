-- grain: gap of at most 20 minutes between two stretches of table and acquisition time, and local day that it touches
WITH gap AS (
  SELECT scanner_id, day, day_before, covered_until AS start_us, start_us AS end_us
  FROM stretch WHERE start_us > covered_until AND start_us - covered_until <= {{turnover_us}}
)
SELECT scanner_id, day, start_us, end_us FROM gap
UNION ALL
SELECT scanner_id, day_before, start_us, end_us FROM gap WHERE day_before < day
