-- grain: series of an assessed exam whose version is known
SELECT o.exam_no, coalesce(al.step, a.step) AS step, b.step_no, b.step_order, c.class_no, epoch_us(a.started_at) AS start_us,
  a.series_no, a.event_id, a.parameters, a.missing_tags, a.ctdi_vol, a.dlp
FROM main.acquisition a
JOIN {{series_owner}}
LEFT JOIN alias al ON al.center_code = a.center_code AND al.loose_alias = loose_name(a.step)
LEFT JOIN book_step b ON b.protocol_code = o.protocol_code AND b.version = o.version AND b.step = coalesce(al.step, a.step)
LEFT JOIN scanner_class c ON c.scanner_id = a.scanner_id
