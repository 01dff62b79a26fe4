// Generated from etl/schema by `npm run schema`: change the tables there, not here.

/** How the network works; what something costs or earns; whom an exam is of and who worked on it. */
export const DATA_CLASSES = ['operations', 'money', 'person'] as const
export type DataClass = (typeof DATA_CLASSES)[number]

/** A table's own class, which each of its columns needs too, and its columns by theirs, joined by blanks. */
export type TableClasses = { class: DataClass } & Partial<Record<DataClass, string>>

/** Every published table by its qualified name. */
export const CLASSES: Readonly<Record<string, TableClasses>> = {
  'main.center': {
    class: 'operations',
    operations: 'center_code name_en name_zh province city longitude latitude ownership time_zone opened_on closed_on',
    money: 'partner_share',
  },
  'main.scanner': {
    class: 'operations',
    operations:
      'scanner_id center_code modality manufacturer model field_strength_t slices installed_on retired_on staffed_hours staffed_minutes_per_week',
  },
  'main.finding': {
    class: 'operations',
    operations: 'finding_code name_en name_zh modality body_part',
  },
  'main.ai_product': {
    class: 'operations',
    operations: 'product_code name_en name_zh vendor modality findings finding_codes domain live_from threshold',
    money: 'fee_per_exam revenue_per_exam',
  },
  'main.procedure': {
    class: 'operations',
    operations: 'procedure_code name_en name_zh modality contrast',
    money: 'list_price',
  },
  'main.protocol': {
    class: 'operations',
    operations:
      'protocol_code version name_en name_zh modality body_part effective_from effective_to target_minutes contrast dose_reference ctdi_vol_reference dlp_reference',
  },
  'main.protocol_rule': {
    class: 'operations',
    operations:
      'protocol_code version step step_order required parameter rule_order min_value max_value allowed allowed_numbers allowed_texts manufacturer model field_strength_t step_severity severity',
  },
  'main.step_alias': {
    class: 'operations',
    operations: 'center_code alias step',
  },
  'main.calendar': {
    class: 'operations',
    operations: 'center_code scanner_id date hours',
  },
  'main.staffing': {
    class: 'operations',
    operations: 'scanner_id effective_from staffed_hours',
  },
  'main.partner_terms': {
    class: 'money',
    money: 'center_code effective_from partner_share',
  },
  'main.target': {
    class: 'operations',
    operations: 'metric modality priority value',
  },
  'main.budget': {
    class: 'money',
    money: 'center_code month line amount',
  },
  'main.intervention': {
    class: 'operations',
    operations: 'name_en name_zh scanner_id center_code kind from_date to_date',
  },
  'main.exam': {
    class: 'operations',
    operations:
      'center_code modality body_part procedure_code protocol_code scanner_id priority referral_source status ordered_at scheduled_minutes scheduled_scanner_id scheduled_at arrived_at started_at completed_at prelim_at reported_at reported_findings updated_at day performed findings source_file_id source_line',
    person:
      'accession_no patient_key patient_birth_year patient_sex referring_physician_key technologist_key radiologist_key repeat_of',
  },
  'main.scanner_state': {
    class: 'operations',
    operations: 'center_code scanner_id state started_at ended_at event_id updated_at source_file_id source_line',
  },
  'main.acquisition': {
    class: 'operations',
    operations:
      'center_code scanner_id event_id series_no step started_at ended_at parameters missing_tags ctdi_vol dlp updated_at source_file_id source_line',
    person: 'accession_no',
  },
  'main.scanner_fault': {
    class: 'operations',
    operations: 'center_code scanner_id event_id at day code severity updated_at source_file_id source_line',
  },
  'main.ai_result': {
    class: 'operations',
    operations:
      'center_code product_code product_version finding_code status flagged score sent_at returned_at opened_at reader_action updated_at source_file_id source_line',
    person: 'accession_no',
  },
  'main.charge': {
    class: 'money',
    money:
      'center_code procedure_code service_date payer_class payer_name charge_amount allowed_amount insurer_paid patient_paid refunded status denial_code billed_at settled_at updated_at source_file_id source_line',
    person: 'charge_id accession_no',
  },
  'main.cost': {
    class: 'money',
    money: 'center_code month category behaviour scanner_id amount updated_at source_file_id source_line',
  },
  'mart.scanner_day': {
    class: 'operations',
    operations:
      'day center_code scanner_id modality exams_performed staffed_minutes down_minutes available_minutes occupied_minutes scanning_minutes occupied_in_hours_minutes utilization_rate',
  },
  'mart.scanner_ledger': {
    class: 'operations',
    operations:
      'day center_code scanner_id modality staffed_minutes down_minutes acquiring_minutes on_table_minutes turnover_minutes no_show_minutes idle_minutes off_hours_minutes',
  },
  'mart.scanner_month': {
    class: 'operations',
    operations: 'month center_code scanner_id staffed_minutes practical_minutes occupied_in_hours_minutes',
    money:
      'own_fixed_cost shared_fixed_cost capacity_cost_per_minute cost_per_staffed_minute used_capacity_cost down_capacity_cost unused_capacity_cost',
  },
  'mart.center_day': {
    class: 'operations',
    operations:
      'day center_code modality exams_scheduled exams_performed no_shows cancellations repeats wait_minutes_median turnaround_minutes_median turnaround_minutes_p90 exam_minutes_median out_of_hours_exams unreported bookings_due no_shows_due stale_bookings',
  },
  'mart.exam_compliance': {
    class: 'operations',
    operations:
      'center_code day scanner_id modality protocol_code protocol_version assessable compliant missing_steps deviating_parameters missing_parameters missing_tags extra_steps repeated_steps steps_in_order dose_over_reference critical_deviations reason ctdi_vol dlp exam_minutes is_repeat',
    person: 'accession_no',
  },
  'mart.deviation': {
    class: 'operations',
    operations:
      'center_code day scanner_id protocol_code protocol_version step kind parameter observed expected severity',
    person: 'accession_no',
  },
  'mart.ai_reading': {
    class: 'operations',
    operations:
      'center_code day scanner_id modality product_code product_version finding_code flagged reader_positive outcome score opened_before_report reader_action exam_compliant',
    person: 'accession_no',
  },
  'mart.ai_run_day': {
    class: 'operations',
    operations:
      'day center_code modality scanner_id product_code product_version runs ok_runs failed_runs timeout_runs rejected_runs opened_runs exams_read exams_sent exams_rejected exams_timed_out exams_failed exams_ok exams_back exams_opened exams_acted latencies_ms',
  },
  'mart.ai_pair_day': {
    class: 'operations',
    operations:
      'day center_code scanner_id modality finding_code first_code second_code exams found_both found_first_only found_second_only found_neither false_first_only false_second_only',
  },
  'mart.ai_coverage_month': {
    class: 'operations',
    operations: 'month center_code modality finding_code reader_positives coverable covered covered_and_flagged',
  },
  'mart.exam_money': {
    class: 'money',
    money:
      'center_code day month modality scanner_id protocol_code payer_class charge_lines gross_charges allowed net_revenue other_month_lines other_month_gross_charges other_month_allowed other_month_net_revenue table_minutes capacity_cost variable_cost contribution margin',
    person: 'accession_no repeat_of',
  },
  'mart.exam_money_month': {
    class: 'money',
    money: 'month center_code line charge_lines gross_charges allowed net_revenue variable_cost fixed_cost',
  },
  'mart.exam_money_protocol_month': {
    class: 'money',
    money:
      'month center_code scanner_id modality protocol_code exams charge_lines gross_charges allowed net_revenue variable_cost capacity_cost contribution_exams contribution margin_exams margin table_minutes timed_net_revenue timed_contribution on_table_contribution contribution_minutes margin_minutes',
  },
  'mart.exam_money_payer_month': {
    class: 'money',
    money:
      'month center_code scanner_id modality payer_class exams charge_lines gross_charges allowed net_revenue variable_cost capacity_cost contribution_exams contribution margin_exams margin table_minutes timed_net_revenue timed_contribution on_table_contribution contribution_minutes margin_minutes',
  },
  'mart.leak': {
    class: 'money',
    money: 'kind center_code charge_id day month procedure_code lines items amount',
    person: 'accession_no',
  },
  'mart.center_month': {
    class: 'operations',
    operations:
      'month center_code month_state missing_costs exams_performed practical_capacity_minutes occupied_minutes occupied_in_hours_minutes',
    money:
      'gross_charges pending_charges denied_charges refunded_charges adjustments allowed refunds collected written_off denied_lines adjudicated_lines outstanding partner_payout net_revenue variable_cost fixed_cost contribution operating_profit operating_margin_rate used_capacity_cost down_capacity_cost unused_capacity_cost',
  },
  'ops.run': {
    class: 'operations',
    operations:
      'run_id started_at ended_at kind status snapshot_id files_read rows_read rows_loaded rows_rejected rows_superseded is_demo',
  },
  'ops.source_file': {
    class: 'operations',
    operations:
      'file_id feed path sha256 bytes encoding run_id rows_read rows_loaded rows_rejected rows_superseded headers_skipped status reason numbered_by modified_at stat_key',
  },
  'ops.reject': {
    class: 'operations',
    operations: 'file_id feed path line column_name reason value center_code run_id',
  },
  'ops.check': {
    class: 'operations',
    operations: 'run_id check_name severity passed measured expected detail',
  },
  'ops.check_finding': {
    class: 'operations',
    operations: 'run_id check_name feed center_code subject measured expected detail',
  },
  'ops.dropped_parameter': {
    class: 'operations',
    operations: 'run_id keyword series',
  },
  'ops.source_fetch': {
    class: 'operations',
    operations:
      'run_id source_id feed center_code status requests pages files records bytes watermark_from watermark_to started_at ended_at error_code error_message',
  },
  'ops.meta': {
    class: 'operations',
    operations: 'key value',
  },
}
