-- grain: AI result that another version's result of the same exam, product and finding outdoes; result_id is the rowid in `read_result`
WITH several AS (
  SELECT unnest(list(rowid)) AS result_id
  FROM read_result
  GROUP BY exam_no, product_code, finding_code
  HAVING count(*) > 1
),
-- The last that was back when the report was signed; where none was, the first that came back.
ranked AS (
  SELECT s.result_id, row_number() OVER (PARTITION BY r.exam_no, r.product_code, r.finding_code ORDER BY
    coalesce(r.returned_at <= e.reported_at, false) DESC,
    if(r.returned_at <= e.reported_at, epoch_us(r.returned_at), NULL) DESC NULLS LAST,
    r.returned_at ASC NULLS LAST, r.updated_at DESC, r.product_version DESC) AS place
  FROM several s
  JOIN read_result r ON r.rowid = s.result_id
  JOIN reading_exam e USING (exam_no)
)
SELECT result_id FROM ranked WHERE place > 1
