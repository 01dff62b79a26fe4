-- grain: series after which another of the same exam and step name came; series_id is the rowid in `series`
WITH several AS (
  SELECT exam_no, step FROM series GROUP BY exam_no, step HAVING count(*) > 1
),
-- Only steps that were repeated are sorted: few are, and sorting all took as long as reading them.
ranked AS (
  SELECT s.rowid AS series_id, s.exam_no, row_number() OVER (PARTITION BY s.exam_no, s.step
    ORDER BY s.series_no DESC NULLS LAST, s.start_us DESC, s.event_id DESC) AS nth_from_last
  FROM series s SEMI JOIN several USING (exam_no, step)
)
SELECT series_id, exam_no FROM ranked WHERE nth_from_last > 1
