-- grain: exam, charge line, or lines of one procedure, exam and day, that leaks; CNY
WITH month AS MATERIALIZED (
  FROM dirty_month SEMI JOIN chunk_center USING (center_code)
),
line AS MATERIALIZED (
  SELECT c.center_code, c.accession_no, c.charge_id, c.procedure_code, c.service_date, m.month, c.charge_amount, c.status,
    coalesce(p.contrast, false) AS contrast
  FROM main.charge c
  JOIN month m ON m.center_code = c.center_code AND m.month = month_of(c.service_date)
  LEFT JOIN main.procedure p ON p.procedure_code = c.procedure_code
  WHERE c.status <> 'void' AND c.{{service_dates}}
),
exam AS MATERIALIZED (
  SELECT x.center_code, x.accession_no, x.day, x.month, x.charge_lines
  FROM mart.exam_money x JOIN month m ON m.center_code = x.center_code AND m.month = x.month WHERE x.{{month_starts}}
),
price AS (
  SELECT center_code, month, procedure_code, CAST(sum(charge_amount) / count(*) AS DECIMAL(14, 2)) AS amount FROM line GROUP BY ALL
),
contrast_price AS (
  SELECT l.center_code, l.month, x.modality, CAST(sum(l.charge_amount) / count(*) AS DECIMAL(14, 2)) AS amount
  FROM line l JOIN mart.exam_money x ON x.center_code = l.center_code AND x.accession_no = l.accession_no WHERE l.contrast GROUP BY ALL
),
without_charge AS (
  SELECT x.center_code, x.accession_no, x.day, x.month, e.procedure_code
  FROM exam x JOIN main.exam e ON e.center_code = x.center_code AND e.accession_no = x.accession_no
  WHERE x.charge_lines = 0 AND e.{{months}}
),
-- Few lines have no exam in their own month; only these are looked for among all exams.
stray AS MATERIALIZED (
  SELECT l.* FROM line l ANTI JOIN exam x ON x.center_code = l.center_code AND x.accession_no = l.accession_no
),
billed_contrast AS (
  SELECT c.center_code, c.accession_no FROM main.charge c SEMI JOIN (FROM main.procedure WHERE contrast) USING (procedure_code)
  WHERE c.status <> 'void' AND c.{{near_service_dates}}
),
-- The version that judged the exam gives contrast, and none of its lines bills it.
with_contrast AS (
  SELECT x.center_code, x.accession_no, x.day, x.month, k.modality, e.procedure_code, x.charge_lines
  FROM mart.exam_compliance k
  SEMI JOIN (FROM main.protocol WHERE contrast) q ON q.protocol_code = k.protocol_code AND q.version = k.protocol_version
  JOIN exam x ON x.center_code = k.center_code AND x.accession_no = k.accession_no
  JOIN main.exam e ON e.center_code = k.center_code AND e.accession_no = k.accession_no
  ANTI JOIN billed_contrast b ON b.center_code = k.center_code AND b.accession_no = k.accession_no
  WHERE x.charge_lines > 0 AND k.{{months}} AND e.{{months}} AND EXISTS (FROM main.procedure WHERE contrast)
),
alike AS (
  SELECT any_value(center_code) AS center_code, any_value(accession_no) AS accession_no, min(charge_id) AS charge_id,
    any_value(service_date) AS service_date, any_value(month) AS month, any_value(procedure_code) AS procedure_code, count(*) AS lines,
    sum(charge_amount) - max(charge_amount) AS amount
  FROM line WHERE status IN ('billed', 'paid', 'partly_paid')
  GROUP BY hash(center_code, accession_no, procedure_code, service_date) HAVING count(*) > 1
)
SELECT 'exam_without_charge' AS kind, w.center_code, w.accession_no, NULL AS charge_id, w.day, w.month, w.procedure_code, 0 AS lines,
  1 AS items, coalesce(p.amount, k.list_price) AS amount
FROM without_charge w
LEFT JOIN price p ON p.center_code = w.center_code AND p.month = w.month AND p.procedure_code = w.procedure_code
LEFT JOIN main.procedure k ON k.procedure_code = w.procedure_code
UNION ALL
SELECT 'charge_without_exam', center_code, accession_no, charge_id, service_date, month, procedure_code, 1, 1, charge_amount
FROM stray ANTI JOIN mart.exam_money USING (center_code, accession_no)
UNION ALL
SELECT 'contrast_not_billed', w.center_code, w.accession_no, NULL, w.day, w.month, w.procedure_code, w.charge_lines, 1, p.amount
FROM with_contrast w LEFT JOIN contrast_price p ON p.center_code = w.center_code AND p.month = w.month AND p.modality = w.modality
UNION ALL
SELECT 'duplicate', center_code, accession_no, charge_id, service_date, month, procedure_code, lines, lines - 1, amount FROM alike
