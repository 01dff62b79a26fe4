-- grain: exam of a month with a dirty reading day; is_read = its AI results become readings
SELECT e.center_code, e.accession_no, e.day, month_of(e.day) AS month, e.scanner_id, e.modality, e.findings, e.reported_at,
  c.compliant, e.performed AND e.findings IS NOT NULL AND d.day IS NOT NULL AS is_read, row_number() OVER () AS exam_no
FROM main.exam e
SEMI JOIN chunk_reading_month m ON m.center_code = e.center_code AND m.month = month_of(e.day)
LEFT JOIN chunk_reading_day d ON d.center_code = e.center_code AND d.day = e.day
LEFT JOIN (SELECT * FROM mart.exam_compliance WHERE {{reading_months}}) c ON c.center_code = e.center_code AND c.accession_no = e.accession_no
WHERE e.{{reading_months}}
