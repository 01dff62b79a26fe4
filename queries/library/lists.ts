/** Lists for parameters that are compared with a column of this name: first column the value, second its name. */
export const PARAMETER_LISTS: Readonly<Record<string, string>> = {
  center_code: 'SELECT center_code, name_en FROM center ORDER BY center_code',
  scanner_id: 'SELECT scanner_id, modality FROM scanner ORDER BY scanner_id',
  modality: 'SELECT DISTINCT modality FROM scanner ORDER BY modality',
  protocol_code: 'SELECT protocol_code, any_value(name_en) FROM protocol GROUP BY protocol_code ORDER BY protocol_code',
  product_code: 'SELECT product_code, name_en FROM ai_product ORDER BY product_code',
  finding_code: 'SELECT finding_code, name_en FROM finding ORDER BY finding_code',
  procedure_code: 'SELECT procedure_code, name_en FROM procedure ORDER BY procedure_code',
  payer_class: 'SELECT DISTINCT payer_class FROM charge ORDER BY payer_class',
  month: 'SELECT DISTINCT month FROM mart.center_month ORDER BY month',
  feed: 'SELECT DISTINCT feed FROM ops.source_file ORDER BY feed',
}
