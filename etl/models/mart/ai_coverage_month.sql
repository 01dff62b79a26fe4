-- grain: month, center, modality and finding that radiologists reported
WITH positive AS (
  SELECT center_code, accession_no, month_of(day) AS month, modality, unnest(list_distinct(findings)) AS finding_code
  FROM main.exam
  SEMI JOIN chunk_work_month m ON m.center_code = exam.center_code AND m.month = month_of(exam.day)
  WHERE performed AND len(findings) > 0 AND {{work_months}}
),
read_by_ai AS (
  SELECT center_code, accession_no, finding_code, bool_or(flagged) AS flagged
  FROM mart.ai_reading
  SEMI JOIN chunk_work_month m ON m.center_code = ai_reading.center_code AND m.month = month_of(ai_reading.day)
  WHERE reader_positive AND {{work_months}}
  GROUP BY ALL
),
catalogue AS (
  SELECT DISTINCT modality, unnest(finding_codes) AS finding_code FROM main.ai_product
)
SELECT p.month, p.center_code, p.modality, p.finding_code,
  count(*) AS reader_positives,
  count(*) FILTER (k.finding_code IS NOT NULL) AS coverable,
  count(r.accession_no) AS covered,
  count(*) FILTER (r.flagged) AS covered_and_flagged
FROM positive p
LEFT JOIN read_by_ai r USING (center_code, accession_no, finding_code)
LEFT JOIN catalogue k ON k.modality = p.modality AND k.finding_code = p.finding_code
GROUP BY ALL
