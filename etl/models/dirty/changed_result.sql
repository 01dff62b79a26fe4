-- grain: changed AI result; day of its exam, and whether it was opened before or after the change
SELECT c.center_code, c.accession_no, c.product_code, c.opened, e.day
FROM (SELECT DISTINCT * FROM change_ai_result) c JOIN touched_exam e USING (center_code, accession_no)
