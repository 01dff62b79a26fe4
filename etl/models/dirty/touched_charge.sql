-- grain: charge line of an exam whose row of mart.exam_money is made anew
SELECT c.center_code, c.accession_no, c.service_date, c.payer_class, c.status, c.charge_amount, c.allowed_amount, c.refunded
FROM main.charge c
SEMI JOIN dirty_money_exam d ON d.center_code = c.center_code AND d.accession_no = c.accession_no
