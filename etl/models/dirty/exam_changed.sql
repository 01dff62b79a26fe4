-- grain: exam whose compliance a change can alter: that of an exam hangs on itself and its series, not on others of its day
SELECT center_code, accession_no FROM change_exam
UNION
SELECT center_code, accession_no FROM change_acquisition WHERE accession_no IS NOT NULL
