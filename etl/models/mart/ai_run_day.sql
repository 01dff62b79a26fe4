-- grain: local day of the exam, center, scanner, AI product and product version that was run on its exams
WITH target AS (
  SELECT DISTINCT p.product_code, p.modality, f.body_part, p.live_from
  FROM (SELECT product_code, modality, live_from, unnest(finding_codes) AS finding_code FROM main.ai_product) p
  JOIN main.finding f ON f.finding_code = p.finding_code AND f.modality = p.modality
),
run AS (
  SELECT e.day, e.center_code, e.modality, e.scanner_id, e.accession_no, r.product_code, r.product_version,
    -- A run with any ok result has not failed; of several failures the gravest counts.
    max(CASE r.status WHEN 'ok' THEN 4 WHEN 'failed' THEN 3 WHEN 'timeout' THEN 2 ELSE 1 END) AS best,
    bool_or(r.status = 'ok' AND r.opened_at IS NOT NULL) AS opened, any_value(e.reported_at) AS reported_at,
    any_value(CASE WHEN e.performed THEN e.body_part END) AS body_part, min(r.sent_at) FILTER (r.status = 'ok') AS sent_at,
    min(r.returned_at) FILTER (r.status = 'ok') AS returned_at, min(r.opened_at) AS opened_at,
    bool_or(r.reader_action IN ('accepted', 'rejected', 'modified')) AS acted
  FROM main.exam e
  SEMI JOIN chunk_reading_day d ON d.center_code = e.center_code AND d.day = e.day
  JOIN main.ai_result r ON r.center_code = e.center_code AND r.accession_no = e.accession_no
  WHERE e.{{reading_days}}
  GROUP BY e.day, e.center_code, e.modality, e.scanner_id, e.accession_no, r.product_code, r.product_version
),
-- An exam read by two versions of a product is one exam read.
once AS (
  SELECT center_code, accession_no, product_code, min(product_version) AS version, min(product_version) FILTER (best = 4) AS ok_version,
    max(best) AS exam_best, min(sent_at) AS first_sent_at, min(returned_at) AS first_returned_at, min(opened_at) AS first_opened_at,
    coalesce(bool_or(acted), false) AS is_acted
  FROM run GROUP BY ALL
),
way AS (
  SELECT r.*, o.ok_version, o.exam_best, o.is_acted, r.product_version = o.version AND t.product_code IS NOT NULL AS is_sent,
    o.exam_best = 4 AND (r.reported_at IS NULL OR coalesce(o.first_returned_at <= r.reported_at, false)) AS is_back,
    coalesce(o.first_opened_at < r.reported_at, o.first_opened_at IS NOT NULL) AS is_opened,
    (epoch_us(o.first_returned_at) - epoch_us(o.first_sent_at)) // 1000 AS latency_ms
  FROM run r JOIN once o USING (center_code, accession_no, product_code)
  LEFT JOIN target t ON t.product_code = r.product_code AND t.modality = r.modality AND t.body_part = r.body_part
    AND (t.live_from IS NULL OR r.day >= t.live_from)
)
SELECT day, center_code, modality, scanner_id, product_code, product_version,
  count(*) AS runs,
  count(*) FILTER (best = 4) AS ok_runs,
  count(*) FILTER (best = 3) AS failed_runs,
  count(*) FILTER (best = 2) AS timeout_runs,
  count(*) FILTER (best = 1) AS rejected_runs,
  count(*) FILTER (best = 4 AND opened) AS opened_runs,
  count(*) FILTER (product_version = ok_version) AS exams_read,
  count(*) FILTER (is_sent) AS exams_sent,
  count(*) FILTER (is_sent AND exam_best = 1) AS exams_rejected,
  count(*) FILTER (is_sent AND exam_best = 2) AS exams_timed_out,
  count(*) FILTER (is_sent AND exam_best = 3) AS exams_failed,
  count(*) FILTER (is_sent AND exam_best = 4) AS exams_ok,
  count(*) FILTER (is_sent AND is_back) AS exams_back,
  count(*) FILTER (is_sent AND is_back AND is_opened) AS exams_opened,
  count(*) FILTER (is_sent AND is_back AND is_opened AND is_acted) AS exams_acted,
  list_sort(list(CAST(least(latency_ms, 2147483647) AS INTEGER)) FILTER (is_sent AND latency_ms IS NOT NULL)) AS latencies_ms
FROM way GROUP BY ALL
