-- grain: assessed exam with at least one series; what its series add up to
WITH logged AS (
  SELECT exam_no, sum(TRY_CAST(dlp AS DECIMAL(27, 9))) AS dlp FROM series GROUP BY exam_no
),
repeated AS (
  SELECT exam_no, count(*) AS steps FROM repeated_series GROUP BY exam_no
),
-- In order: sorted by start and then by place, places never go back; equal starts are in order.
judged AS (
  SELECT exam_no, max(ctdi_vol) AS ctdi_vol,
    list_transform(list_sort(list({s: start_us, o: step_order})), lambda j: j.o) AS places
  FROM judged_series GROUP BY exam_no
)
SELECT l.exam_no, coalesce(r.steps, 0) AS repeated_steps, CAST(l.dlp AS DOUBLE) AS dlp, j.ctdi_vol,
  coalesce(j.places = list_sort(j.places), true) AS steps_in_order
FROM logged l LEFT JOIN repeated r USING (exam_no) LEFT JOIN judged j USING (exam_no)
