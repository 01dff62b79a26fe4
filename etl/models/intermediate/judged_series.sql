-- grain: last series of each known step of an assessed exam; `vals` holds the ruled parameters by path_no
SELECT exam_no, step, step_no, step_order, start_us, class_no, missing_tags, ctdi_vol,
  json_extract(parameters, {{parameter_paths}}) AS vals
FROM series
WHERE nth_from_last = 1 AND step_no IS NOT NULL
