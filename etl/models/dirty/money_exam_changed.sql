-- grain: exam whose row of mart.exam_money a change can alter; `fresh` where its own minutes can have changed, not only its money
SELECT center_code, accession_no, bool_or(fresh) AS fresh
FROM (
  SELECT center_code, accession_no, true AS fresh FROM change_exam
  UNION ALL
  SELECT e.center_code, e.accession_no, true FROM main.exam e SEMI JOIN changed_day d ON d.center_code = e.center_code AND d.day = e.day
  WHERE e.performed
  UNION ALL
  SELECT center_code, accession_no, true FROM crossing_exam
  UNION ALL
  SELECT center_code, accession_no, false FROM change_charge
  UNION ALL
  SELECT x.center_code, x.accession_no, false
  FROM mart.exam_money x SEMI JOIN priced_month p ON p.center_code = x.center_code AND p.month = x.month
)
GROUP BY ALL
