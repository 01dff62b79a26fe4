-- grain: local day of the exam, center, scanner, modality, finding, and two products that both read it on the same exams
WITH reading AS (
  SELECT r.day, r.center_code, r.scanner_id, r.modality, r.accession_no, r.product_code, r.finding_code, r.flagged, r.reader_positive
  FROM mart.ai_reading r
  SEMI JOIN chunk_reading_day d ON d.center_code = r.center_code AND d.day = r.day
  -- Few findings are read by more than one product.
  SEMI JOIN (SELECT finding_code FROM mart.ai_reading WHERE {{reading_days}} GROUP BY 1 HAVING min(product_code) < max(product_code)) f
    ON f.finding_code = r.finding_code
  WHERE r.{{reading_days}}
)
SELECT a.day, a.center_code, a.scanner_id, a.modality, a.finding_code, a.product_code AS first_code, b.product_code AS second_code,
  count(*) AS exams,
  count(*) FILTER (a.reader_positive AND a.flagged AND b.flagged) AS found_both,
  count(*) FILTER (a.reader_positive AND a.flagged AND NOT b.flagged) AS found_first_only,
  count(*) FILTER (a.reader_positive AND NOT a.flagged AND b.flagged) AS found_second_only,
  count(*) FILTER (a.reader_positive AND NOT a.flagged AND NOT b.flagged) AS found_neither,
  count(*) FILTER (NOT a.reader_positive AND a.flagged AND NOT b.flagged) AS false_first_only,
  count(*) FILTER (NOT a.reader_positive AND NOT a.flagged AND b.flagged) AS false_second_only
FROM reading a
JOIN reading b ON b.center_code = a.center_code AND b.accession_no = a.accession_no AND b.finding_code = a.finding_code
  AND a.product_code < b.product_code
GROUP BY a.day, a.center_code, a.scanner_id, a.modality, a.finding_code, a.product_code, b.product_code
