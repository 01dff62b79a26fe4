-- grain: exam with changed series or AI results, as it stands now
SELECT e.center_code, e.accession_no, e.day
FROM main.exam e
SEMI JOIN (
  SELECT center_code, accession_no FROM change_acquisition UNION SELECT center_code, accession_no FROM change_ai_result
) c ON c.center_code = e.center_code AND c.accession_no = e.accession_no
