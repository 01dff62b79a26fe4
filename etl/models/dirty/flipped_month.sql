-- grain: center and month of which it may have changed whether the center sends `opened_at` for a product at all
WITH affected AS (
  SELECT center_code, product_code, month_of(day) AS month FROM changed_result WHERE opened
  UNION
  SELECT r.center_code, r.product_code, month_of(c.day)
  FROM main.ai_result r JOIN change_exam c USING (center_code, accession_no) WHERE r.opened_at IS NOT NULL
  UNION
  -- Of an exam that left a month with a result that is opened no more.
  SELECT r.center_code, r.product_code, month_of(c.day)
  FROM change_ai_result r JOIN change_exam c USING (center_code, accession_no) WHERE r.opened
),
-- A result that was opened on a day without a change keeps the answer as it was; the mart still tells it.
quiet AS (
  SELECT DISTINCT center_code, product_code, month_of(day) AS month
  FROM mart.ai_run_day
  ANTI JOIN (SELECT center_code, day FROM dirty_day UNION SELECT center_code, day FROM changed_result) USING (center_code, day)
  WHERE opened_runs > 0
),
asked AS MATERIALIZED (
  SELECT center_code, product_code, month FROM affected ANTI JOIN quiet USING (center_code, product_code, month)
),
-- So does one on a day with changes that did not change itself.
witness AS (
  SELECT DISTINCT r.center_code, r.product_code, e.month
  FROM (
    SELECT x.center_code, x.accession_no, month_of(x.day) AS month
    FROM main.exam x SEMI JOIN asked a ON a.center_code = x.center_code AND a.month = month_of(x.day)
  ) e
  JOIN main.ai_result r ON r.center_code = e.center_code AND r.accession_no = e.accession_no
  ANTI JOIN change_exam x ON x.center_code = r.center_code AND x.accession_no = r.accession_no
  ANTI JOIN change_ai_result y ON y.center_code = r.center_code AND y.accession_no = r.accession_no AND y.product_code = r.product_code
  WHERE r.opened_at IS NOT NULL
)
SELECT DISTINCT center_code, month FROM asked ANTI JOIN witness USING (center_code, product_code, month)
