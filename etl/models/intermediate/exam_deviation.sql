-- grain: deviation of an assessable exam
WITH breach AS (
  SELECT j.exam_no, j.step, r.parameter, j.vals[r.path_no] AS val, r.expected, r.severity
  FROM judged_series j
  JOIN book_rule r USING (step_no, class_no)
  -- The quick test lets nearly everything pass; the exact one judges texts, lists and listed values.
  WHERE NOT coalesce(json_number(j.vals[r.path_no]) BETWEEN r.lower_bound AND r.upper_bound AND r.numbers IS NULL, false)
    AND (is_absent(j.vals[r.path_no]) OR NOT rule_holds(j.vals[r.path_no], r.lower_bound, r.upper_bound, r.numbers, r.texts))
),
missing_step AS (
  SELECT e.exam_no, s.step, s.step_severity
  FROM assessed_exam e
  SEMI JOIN exam_series USING (exam_no)
  JOIN book_step s ON s.protocol_code = e.protocol_code AND s.version = e.version AND s.required
  ANTI JOIN judged_series j ON j.exam_no = e.exam_no AND j.step_no = s.step_no
),
compared AS (
  SELECT e.exam_no, unnest([{p: 'DLP', v: e.dlp, r: b.dlp_reference}, {p: 'CTDIvol', v: e.ctdi_vol, r: b.ctdi_vol_reference}]) AS dose
  FROM exam_series e
  JOIN assessed_exam a USING (exam_no)
  JOIN main.protocol b ON b.protocol_code = a.protocol_code AND b.version = a.version
)
SELECT exam_no, step, 'missing_step' AS kind, NULL AS parameter, NULL AS observed, NULL AS expected, step_severity AS severity
FROM missing_step
UNION ALL
SELECT exam_no, step, if(is_absent(val), 'missing_parameter', 'out_of_tolerance'), parameter,
  if(is_absent(val), NULL, observed_text(val)), expected, severity
FROM breach
UNION ALL
SELECT exam_no, step, 'missing_tag', unnest(missing_tags), NULL, NULL, NULL FROM judged_series WHERE len(missing_tags) > 0
UNION ALL
SELECT DISTINCT exam_no, step, 'extra_step', NULL, NULL, NULL, NULL
FROM series WHERE step_no IS NULL AND loose_name(step) <> 'localizer'
UNION ALL
SELECT exam_no, NULL, 'wrong_order', NULL, NULL, NULL, NULL FROM exam_series WHERE NOT steps_in_order
UNION ALL
SELECT exam_no, NULL, 'dose_over_reference', dose.p, plain_number(dose.v), '≤ ' || plain_number(dose.r), NULL
FROM compared WHERE dose.v > dose.r + slack(dose.r)
