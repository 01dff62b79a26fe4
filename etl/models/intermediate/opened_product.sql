-- grain: center, month and product of which some result was opened, where one that is read was not
WITH wanted AS (
  SELECT DISTINCT e.center_code, r.product_code, e.month
  FROM read_result r JOIN reading_exam e USING (exam_no)
  WHERE r.opened_at IS NULL
),
-- The mart of the days tells nearly always; it leaves out results that are not ok.
told AS (
  SELECT DISTINCT center_code, product_code, month_of(day) AS month
  FROM mart.ai_run_day SEMI JOIN chunk_center USING (center_code)
  WHERE opened_runs > 0 AND {{reading_months}}
),
asked AS MATERIALIZED (
  SELECT center_code, product_code, month FROM wanted ANTI JOIN told USING (center_code, product_code, month)
)
SELECT center_code, product_code, month FROM wanted SEMI JOIN told USING (center_code, product_code, month)
UNION ALL
SELECT DISTINCT r.center_code, r.product_code, a.month
FROM main.ai_result r
JOIN main.exam e ON e.center_code = r.center_code AND e.accession_no = r.accession_no
JOIN asked a ON a.center_code = r.center_code AND a.product_code = r.product_code AND a.month = month_of(e.day)
WHERE r.opened_at IS NOT NULL AND e.{{reading_months}}
