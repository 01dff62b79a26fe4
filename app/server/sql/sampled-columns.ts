// Columns whose most frequent values the schema browser shows: codes and states of the contract. Never a key, a hash, a
// number that names an exam or a person, or free text.
const SAFE: Record<string, string> = {
  'main.center': 'center_code province city ownership',
  'main.scanner': 'modality manufacturer model',
  'main.exam': 'status modality priority protocol_code procedure_code body_part patient_sex referral_source',
  'main.scanner_state': 'state',
  'main.acquisition': 'step',
  'main.scanner_fault': 'severity code',
  'main.ai_result': 'status product_code product_version finding_code reader_action',
  'main.charge': 'status payer_class denial_code',
  'main.cost': 'category behaviour',
  'main.protocol': 'protocol_code modality',
  'main.protocol_rule': 'step parameter manufacturer',
  'main.finding': 'finding_code',
  'main.ai_product': 'product_code vendor modality domain',
  'main.procedure': 'procedure_code modality',
  'main.target': 'metric modality priority',
  'main.budget': 'line',
  'main.intervention': 'kind',
  'mart.center_day': 'modality',
  'mart.scanner_day': 'modality',
  'mart.scanner_ledger': 'modality',
  'mart.exam_compliance': 'modality protocol_code reason',
  'mart.deviation': 'kind step parameter protocol_code',
  'mart.ai_reading': 'modality product_code product_version finding_code outcome reader_action',
  'mart.ai_pair_day': 'modality finding_code first_code second_code',
  'mart.ai_coverage_month': 'modality finding_code',
  'mart.exam_money': 'modality protocol_code payer_class',
  'mart.exam_money_month': 'line',
  'mart.exam_money_protocol_month': 'modality protocol_code',
  'mart.exam_money_payer_month': 'modality payer_class',
  'mart.leak': 'kind procedure_code',
  'mart.center_month': 'month_state',
  'ops.run': 'kind status',
  'ops.source_file': 'feed encoding status',
  'ops.reject': 'feed column_name reason',
  'ops.check': 'check_name severity',
}

/** `schema.table.column` of each. */
export const SAMPLED_COLUMNS = Object.entries(SAFE).flatMap(([table, columns]) =>
  columns.split(' ').map((column) => `${table}.${column}`),
)
