-- grain: center; newest updated_at of its exams, and newest event of its log where a down or service state is still open
WITH open_center AS (
  SELECT DISTINCT center_code FROM main.scanner_state WHERE ended_at IS NULL AND state IN ('down', 'service')
),
log AS (
  SELECT center_code, max(started_at) AS "at" FROM main.scanner_state SEMI JOIN open_center USING (center_code) GROUP BY 1
  UNION ALL
  SELECT center_code, max(started_at) FROM main.acquisition SEMI JOIN open_center USING (center_code) GROUP BY 1
  UNION ALL
  SELECT center_code, max("at") FROM main.scanner_fault SEMI JOIN open_center USING (center_code) GROUP BY 1
),
newest_exam AS (
  SELECT center_code, max(updated_at) AS newest_updated_at FROM main.exam GROUP BY 1
),
newest_log AS (
  SELECT center_code, max("at") AS newest_log_at FROM log GROUP BY 1
)
SELECT center_code, newest_updated_at, newest_log_at
FROM newest_exam FULL JOIN newest_log USING (center_code)
