-- grain: performed exam that has a protocol code
WITH counted AS (
  SELECT exam_no,
    count(*) FILTER (kind = 'missing_step') AS missing_steps,
    count(*) FILTER (kind = 'out_of_tolerance') AS deviating_parameters,
    count(*) FILTER (kind = 'missing_parameter') AS missing_parameters,
    count(*) FILTER (kind = 'missing_tag') AS missing_tags,
    count(*) FILTER (kind = 'extra_step') AS extra_steps,
    count(*) FILTER (kind = 'dose_over_reference') AS doses,
    count(*) FILTER (severity = 'critical') AS critical_deviations
  FROM exam_deviation
  GROUP BY exam_no
)
SELECT e.center_code, e.accession_no, e.day, e.scanner_id, e.modality, e.protocol_code, e.version AS protocol_version,
  s.exam_no IS NOT NULL AS assessable,
  if(s.exam_no IS NULL, NULL, coalesce(c.missing_steps + c.deviating_parameters + c.missing_parameters + c.missing_tags, 0) = 0)
    AS compliant,
  if(s.exam_no IS NULL, NULL, coalesce(c.missing_steps, 0)) AS missing_steps,
  if(s.exam_no IS NULL, NULL, coalesce(c.deviating_parameters, 0)) AS deviating_parameters,
  if(s.exam_no IS NULL, NULL, coalesce(c.missing_parameters, 0)) AS missing_parameters,
  if(s.exam_no IS NULL, NULL, coalesce(c.missing_tags, 0)) AS missing_tags,
  if(s.exam_no IS NULL, NULL, coalesce(c.extra_steps, 0)) AS extra_steps,
  s.repeated_steps,
  s.steps_in_order,
  if((p.dlp_reference IS NOT NULL AND s.dlp IS NOT NULL) OR (p.ctdi_vol_reference IS NOT NULL AND s.ctdi_vol IS NOT NULL),
    coalesce(c.doses, 0) > 0, NULL) AS dose_over_reference,
  if(s.exam_no IS NULL, NULL, coalesce(c.critical_deviations, 0)) AS critical_deviations,
  CASE WHEN e.version IS NULL THEN 'no_version' WHEN s.exam_no IS NULL THEN 'no_acquisitions' END AS reason,
  s.ctdi_vol, s.dlp, e.exam_minutes, e.is_repeat
FROM assessed_exam e
LEFT JOIN exam_series s USING (exam_no)
LEFT JOIN counted c USING (exam_no)
LEFT JOIN main.protocol p ON p.protocol_code = e.protocol_code AND p.version = e.version
