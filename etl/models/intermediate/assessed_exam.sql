-- grain: performed exam with a protocol code, on a dirty day; the version in force (null = none)
WITH exam AS (
  SELECT center_code, accession_no, day, scanner_id, modality, protocol_code
  FROM main.exam SEMI JOIN chunk_day USING (center_code, day)
  WHERE performed AND protocol_code IS NOT NULL AND {{days}}
),
in_force AS (
  SELECT d.protocol_code, d.day, max(p.version) AS version
  FROM (SELECT DISTINCT protocol_code, day FROM exam) d
  JOIN main.protocol p ON p.protocol_code = d.protocol_code
    AND coalesce(p.effective_from <= d.day, true) AND coalesce(p.effective_to >= d.day, true)
  GROUP BY ALL
)
SELECT row_number() OVER () AS exam_no, e.*, v.version
FROM exam e
LEFT JOIN in_force v ON v.protocol_code = e.protocol_code AND v.day = e.day
