-- grain: exam whose row of mart.exam_money is written; costs by exam are shared out anew where `repriced`
SELECT center_code, accession_no, day, month_of(day) AS month, modality, scanner_id, protocol_code, repeat_of, table_us, true AS repriced,
  NULL::DOUBLE AS capacity_cost, NULL::DOUBLE AS variable_cost
FROM exam_table
UNION ALL
SELECT center_code, accession_no, day, month, modality, scanner_id, protocol_code, repeat_of, CAST(round(table_minutes * 60000000) AS BIGINT), repriced,
  capacity_cost, variable_cost
FROM kept_exam_money SEMI JOIN chunk_center USING (center_code)
WHERE NOT fresh
