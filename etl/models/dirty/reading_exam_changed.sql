-- grain: exam whose AI readings a change can alter
SELECT center_code, accession_no FROM dirty_exam
UNION
SELECT center_code, accession_no FROM changed_result
UNION
SELECT e.center_code, e.accession_no FROM main.exam e SEMI JOIN flipped_month f ON f.center_code = e.center_code AND f.month = month_of(e.day)
