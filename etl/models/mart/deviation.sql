-- grain: deviation of an assessable exam
SELECT e.center_code, e.accession_no, e.day, e.scanner_id, e.protocol_code, e.version AS protocol_version,
  d.step, d.kind, d.parameter, d.observed, d.expected, d.severity
FROM exam_deviation d
JOIN assessed_exam e USING (exam_no)
