-- grain: month, center, scanner, modality and payer class with a performed exam; what its exams brought and used, CNY
SELECT month, center_code, scanner_id, modality, payer_class,
  sum(COLUMNS(* EXCLUDE (month, center_code, scanner_id, modality, protocol_code, payer_class)))
FROM exam_money_cell GROUP BY month, center_code, scanner_id, modality, payer_class
