-- grain: center, month and product of which some result was opened
SELECT DISTINCT r.center_code, r.product_code, e.month
FROM main.ai_result r
JOIN reading_exam e USING (center_code, accession_no)
WHERE r.opened_at IS NOT NULL
