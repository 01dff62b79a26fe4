-- grain: last series of each known step of an assessed exam; `vals` holds the ruled parameters by path_no
SELECT s.exam_no, s.step, s.step_no, s.step_order, s.start_us, s.class_no, s.missing_tags, s.ctdi_vol,
  json_extract(s.parameters, {{parameter_paths}}) AS vals
FROM series s
ANTI JOIN repeated_series r ON r.series_id = s.rowid
WHERE s.step_no IS NOT NULL
