-- grain: exam, product and finding with an ok AI result, the exam performed and its findings structured
SELECT e.center_code, e.accession_no, e.day, e.scanner_id, e.modality, r.product_code, r.product_version, r.finding_code, r.flagged,
  list_contains(e.findings, r.finding_code) AS reader_positive,
  CASE
    WHEN r.flagged AND list_contains(e.findings, r.finding_code) THEN 'TP'
    WHEN r.flagged THEN 'FP'
    WHEN list_contains(e.findings, r.finding_code) THEN 'FN'
    ELSE 'TN'
  END AS outcome,
  r.score,
  CASE
    WHEN r.opened_at < e.reported_at THEN true
    WHEN r.opened_at >= e.reported_at OR r.returned_at > e.reported_at THEN false
    WHEN r.opened_at IS NULL AND o.product_code IS NOT NULL THEN false
  END AS opened_before_report,
  r.reader_action, e.compliant AS exam_compliant
FROM read_result r
JOIN reading_exam e USING (exam_no)
LEFT JOIN opened_product o ON o.center_code = e.center_code AND o.product_code = r.product_code AND o.month = e.month
ANTI JOIN losing_result l ON l.result_id = r.rowid
