-- grain: row of mart.exam_money that is made anew; what does not change is taken from it
SELECT x.rowid AS id, d.fresh, p.month IS NOT NULL AS repriced, x.*
FROM mart.exam_money x
JOIN dirty_money_exam d ON d.center_code = x.center_code AND d.accession_no = x.accession_no
LEFT JOIN priced_month p ON p.center_code = x.center_code AND p.month = x.month
