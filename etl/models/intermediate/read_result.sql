-- grain: ok AI result on a finding of an exam that is read
SELECT e.exam_no, r.product_code, r.product_version, r.finding_code, r.flagged, r.score, r.returned_at, r.opened_at,
  r.reader_action, r.updated_at
FROM main.ai_result r
JOIN reading_exam e USING (center_code, accession_no)
WHERE r.status = 'ok' AND r.finding_code <> '*'
