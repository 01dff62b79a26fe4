-- grain: performed exam with structured findings whose AI results become readings
SELECT e.center_code, e.accession_no, e.day, month_of(e.day) AS month, e.scanner_id, e.modality, e.findings, e.reported_at,
  c.compliant, row_number() OVER () AS exam_no
FROM main.exam e
{{read}}
LEFT JOIN (SELECT * FROM mart.exam_compliance WHERE {{reading_days}}) c ON c.center_code = e.center_code AND c.accession_no = e.accession_no
WHERE e.performed AND e.findings IS NOT NULL AND e.{{reading_days}}
