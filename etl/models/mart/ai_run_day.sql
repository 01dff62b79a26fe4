-- grain: local day of the exam, center, scanner, AI product and product version that was run on its exams
WITH run AS (
  SELECT e.day, e.center_code, e.modality, e.scanner_id, e.accession_no, r.product_code, r.product_version,
    -- A run with any ok result has not failed; of several failures the gravest counts.
    max(CASE r.status WHEN 'ok' THEN 4 WHEN 'failed' THEN 3 WHEN 'timeout' THEN 2 ELSE 1 END) AS best,
    bool_or(r.status = 'ok' AND r.opened_at IS NOT NULL) AS opened
  FROM main.exam e
  SEMI JOIN chunk_reading_day d ON d.center_code = e.center_code AND d.day = e.day
  JOIN main.ai_result r ON r.center_code = e.center_code AND r.accession_no = e.accession_no
  WHERE e.{{reading_days}}
  GROUP BY ALL
),
-- An exam read by two versions of a product is one exam read.
first_ok AS (
  SELECT center_code, accession_no, product_code, min(product_version) AS product_version FROM run WHERE best = 4 GROUP BY ALL
)
SELECT day, center_code, modality, scanner_id, product_code, product_version,
  count(*) AS runs,
  count(*) FILTER (best = 4) AS ok_runs,
  count(*) FILTER (best = 3) AS failed_runs,
  count(*) FILTER (best = 2) AS timeout_runs,
  count(*) FILTER (best = 1) AS rejected_runs,
  count(*) FILTER (best = 4 AND opened) AS opened_runs,
  count(f.accession_no) AS exams_read
FROM run LEFT JOIN first_ok f USING (center_code, accession_no, product_code, product_version)
GROUP BY ALL
