-- grain: performed exam with a protocol code that is to be judged; the version in force (null = none)
WITH exam AS (
  SELECT e.center_code, e.accession_no, e.day, e.scanner_id, e.modality, e.protocol_code,
    (epoch_us(e.completed_at) - epoch_us(e.started_at)) / 60e6 AS exam_minutes, e.repeat_of IS NOT NULL AS is_repeat
  FROM main.exam e
  {{assessed}}
  WHERE e.performed AND e.protocol_code IS NOT NULL AND e.{{days}}
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
