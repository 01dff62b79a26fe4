-- grain: series of an assessed exam whose version is known; nth_from_last counts within the exam and step name
WITH named AS (
  SELECT e.exam_no, e.protocol_code, e.version, coalesce(al.step, a.step) AS step, epoch_us(a.started_at) AS start_us,
    a.series_no, a.event_id, a.scanner_id, a.parameters, a.missing_tags, a.ctdi_vol, a.dlp
  FROM main.acquisition a
  JOIN assessed_exam e ON e.center_code = a.center_code AND e.accession_no = a.accession_no AND e.version IS NOT NULL
  LEFT JOIN alias al ON al.center_code = a.center_code AND al.loose_alias = loose_name(a.step)
)
SELECT n.exam_no, n.step, b.step_no, b.step_order, n.start_us, c.class_no, n.parameters, n.missing_tags, n.ctdi_vol, n.dlp,
  row_number() OVER (PARTITION BY n.exam_no, n.step ORDER BY n.series_no DESC NULLS LAST, n.start_us DESC, n.event_id DESC)
    AS nth_from_last
FROM named n
LEFT JOIN book_step b ON b.protocol_code = n.protocol_code AND b.version = n.version AND b.step = n.step
LEFT JOIN scanner_class c ON c.scanner_id = n.scanner_id
