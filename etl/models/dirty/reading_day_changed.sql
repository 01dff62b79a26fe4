-- grain: center and local day whose AI readings a change can alter: beside the dirty days those of changed results, and
-- the whole month where it may have changed whether a center sends `opened_at` for a product at all
WITH changed_exam AS (
  SELECT DISTINCT center_code, accession_no FROM change_exam
),
changed_result AS (
  SELECT c.center_code, c.accession_no, c.product_code, e.day FROM change_ai_result c JOIN main.exam e USING (center_code, accession_no)
),
affected AS (
  SELECT center_code, product_code, month_of(day) AS month FROM changed_result
  UNION
  SELECT r.center_code, r.product_code, month_of(c.day)
  FROM main.ai_result r JOIN change_exam c USING (center_code, accession_no) WHERE r.opened_at IS NOT NULL
),
-- An opened result that did not change keeps the answer as it was.
witness AS (
  SELECT DISTINCT r.center_code, r.product_code, month_of(e.day) AS month
  FROM main.ai_result r
  JOIN main.exam e USING (center_code, accession_no)
  SEMI JOIN affected a ON a.center_code = r.center_code AND a.product_code = r.product_code AND a.month = month_of(e.day)
  ANTI JOIN changed_exam x ON x.center_code = r.center_code AND x.accession_no = r.accession_no
  ANTI JOIN change_ai_result y ON y.center_code = r.center_code AND y.accession_no = r.accession_no AND y.product_code = r.product_code
  WHERE r.opened_at IS NOT NULL
),
flipped AS (
  SELECT DISTINCT center_code, month FROM affected ANTI JOIN witness USING (center_code, product_code, month)
)
SELECT center_code, day FROM dirty_day
UNION
SELECT center_code, day FROM changed_result WHERE day IS NOT NULL
UNION
SELECT DISTINCT e.center_code, e.day FROM main.exam e SEMI JOIN flipped f ON f.center_code = e.center_code AND f.month = month_of(e.day)
