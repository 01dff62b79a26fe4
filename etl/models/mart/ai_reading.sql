-- grain: exam, product and finding with an ok AI result, the exam performed and its findings structured
WITH opened AS (
  SELECT DISTINCT r.center_code, r.product_code, month_of(e.day) AS month
  FROM main.ai_result r
  JOIN main.exam e USING (center_code, accession_no)
  SEMI JOIN chunk_reading_month m ON m.center_code = e.center_code AND m.month = month_of(e.day)
  WHERE r.opened_at IS NOT NULL
),
exam AS (
  SELECT rowid AS exam_no, center_code, accession_no, day, scanner_id, modality, findings, reported_at
  FROM main.exam SEMI JOIN chunk_reading_day USING (center_code, day)
  WHERE performed AND findings IS NOT NULL
),
reading AS (
  SELECT e.*, r.product_code, r.product_version, r.finding_code, r.flagged, r.score, r.returned_at, r.opened_at, r.reader_action
  FROM main.ai_result r
  JOIN exam e USING (center_code, accession_no)
  WHERE r.status = 'ok' AND r.finding_code <> '*'
  -- Of several versions the last that was back when the report was signed; else the first that came back.
  QUALIFY row_number() OVER (PARTITION BY e.exam_no, r.product_code, r.finding_code ORDER BY
    coalesce(r.returned_at <= e.reported_at, false) DESC,
    if(r.returned_at <= e.reported_at, epoch_us(r.returned_at), NULL) DESC,
    r.returned_at NULLS LAST, r.updated_at DESC, r.product_version DESC) = 1
)
SELECT r.center_code, r.accession_no, r.day, r.scanner_id, r.modality, r.product_code, r.product_version, r.finding_code, r.flagged,
  list_contains(r.findings, r.finding_code) AS reader_positive,
  CASE
    WHEN r.flagged AND list_contains(r.findings, r.finding_code) THEN 'TP'
    WHEN r.flagged THEN 'FP'
    WHEN list_contains(r.findings, r.finding_code) THEN 'FN'
    ELSE 'TN'
  END AS outcome,
  r.score,
  CASE
    WHEN r.opened_at < r.reported_at THEN true
    WHEN r.opened_at >= r.reported_at OR r.returned_at > r.reported_at THEN false
    WHEN r.opened_at IS NULL AND o.product_code IS NOT NULL THEN false
  END AS opened_before_report,
  r.reader_action, c.compliant AS exam_compliant
FROM reading r
LEFT JOIN opened o ON o.center_code = r.center_code AND o.product_code = r.product_code AND o.month = month_of(r.day)
LEFT JOIN mart.exam_compliance c ON c.center_code = r.center_code AND c.accession_no = r.accession_no
ORDER BY r.day
