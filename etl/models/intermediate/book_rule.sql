-- grain: step, parameter and scanner class; the first rule in the book's order that matches the class
WITH numbered AS (
  SELECT *, dense_rank() OVER (ORDER BY parameter) AS path_no FROM main.protocol_rule WHERE parameter IS NOT NULL
),
class AS (
  SELECT DISTINCT class_no, manufacturer, model, field_strength_t FROM scanner_class
),
matching AS (
  SELECT s.step_no, c.class_no, r.*
  FROM numbered r
  JOIN book_step s USING (protocol_code, version, step)
  JOIN class c ON coalesce(lower(r.manufacturer) = c.manufacturer, r.manufacturer IS NULL)
    AND coalesce(lower(r.model) = c.model, r.model IS NULL)
    AND coalesce(abs(r.field_strength_t - c.field_strength_t) <= slack(r.field_strength_t), r.field_strength_t IS NULL)
  QUALIFY row_number() OVER (PARTITION BY s.step_no, c.class_no, r.parameter ORDER BY r.rule_order) = 1
)
SELECT step_no, class_no, parameter, path_no,
  coalesce(min_value - slack(min_value), CAST('-inf' AS DOUBLE)) AS lower_bound,
  coalesce(max_value + slack(max_value), CAST('inf' AS DOUBLE)) AS upper_bound,
  if(allowed IS NULL, NULL, coalesce(allowed_numbers, [])) AS numbers,
  if(allowed IS NULL, NULL, coalesce(allowed_texts, [])) AS texts,
  CASE
    WHEN allowed IS NOT NULL THEN array_to_string(list_transform(allowed, lambda v: coalesce(plain_number(
      if(list_contains(coalesce(allowed_numbers, []), TRY_CAST(v AS DOUBLE)), TRY_CAST(v AS DOUBLE), NULL)), v)), ', ')
    WHEN min_value IS NULL THEN '≤ ' || plain_number(max_value)
    WHEN max_value IS NULL THEN '≥ ' || plain_number(min_value)
    ELSE plain_number(min_value) || '…' || plain_number(max_value)
  END AS expected,
  if(step_severity = 'critical', 'critical', severity) AS severity
FROM matching
