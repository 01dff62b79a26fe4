// Generated from etl/schema by `npm run schema`: change the tables there, not here.

/** One row per imaging center */
export interface Center {
  /** Key of the center */
  center_code: string | null
  /** English name */
  name_en: string | null
  /** Chinese name */
  name_zh: string | null
  /** Province */
  province: string | null
  /** City */
  city: string | null
  /** Degrees east */
  longitude: number | null
  /** Degrees north */
  latitude: number | null
  /** self_owned or partnered */
  ownership: string | null
  /** Part of net revenue that goes to the partner, 0…1, before the first dated row of partner_terms */
  partner_share: number | null
  /** IANA time zone of local days and times */
  time_zone: string | null
  /** First day of business */
  opened_on: string | null
  /** Last day of business; null while open */
  closed_on: string | null
}

/** One row per scanner */
export interface Scanner {
  /** Key of the scanner */
  scanner_id: string | null
  /** Center (main.center) */
  center_code: string | null
  /** DICOM modality */
  modality: string | null
  /** Manufacturer */
  manufacturer: string | null
  /** Model */
  model: string | null
  /** Magnetic field strength, tesla */
  field_strength_t: number | null
  /** Detector rows (CT) */
  slices: number | null
  /** First day of use */
  installed_on: string | null
  /** Last day of use */
  retired_on: string | null
  /** Weekly staffed windows as landed; null = unknown, not unstaffed */
  staffed_hours: string | null
  /** Minutes per week in those windows; null = unknown */
  staffed_minutes_per_week: number | null
}

/** One row per finding code */
export interface Finding {
  /** Key of the finding */
  finding_code: string | null
  /** English name */
  name_en: string | null
  /** Chinese name */
  name_zh: string | null
  /** DICOM modality on which it is reported */
  modality: string | null
  /** DICOM Body Part Examined */
  body_part: string | null
}

/** One row per AI product */
export interface AiProduct {
  /** Key of the product */
  product_code: string | null
  /** English name */
  name_en: string | null
  /** Chinese name */
  name_zh: string | null
  /** Vendor */
  vendor: string | null
  /** DICOM modality it reads */
  modality: string | null
  /** Finding codes as landed, joined by ; */
  findings: string | null
  /** The same as a list */
  finding_codes: string[] | null
  /** What the network pays per exam, CNY */
  fee_per_exam: number | null
  /** What an exam with the product earns more, CNY */
  revenue_per_exam: number | null
}

/** One row per charge-master procedure */
export interface Procedure {
  /** Key of the procedure */
  procedure_code: string | null
  /** English name */
  name_en: string | null
  /** Chinese name */
  name_zh: string | null
  /** DICOM modality */
  modality: string | null
  /** List price, CNY */
  list_price: number | null
}

/** One row per protocol version */
export interface Protocol {
  /** Protocol */
  protocol_code: string | null
  /** Version; where versions overlap in time the highest applies */
  version: number | null
  /** English name */
  name_en: string | null
  /** Chinese name */
  name_zh: string | null
  /** DICOM modality */
  modality: string | null
  /** DICOM Body Part Examined */
  body_part: string | null
  /** First local day in force; null = open */
  effective_from: string | null
  /** Last local day in force; null = open */
  effective_to: string | null
  /** Planned exam minutes */
  target_minutes: number | null
  /** Diagnostic reference levels as landed */
  dose_reference: string | null
  /** Reference level of CTDIvol, mGy */
  ctdi_vol_reference: number | null
  /** Reference level of DLP, mGy·cm */
  dlp_reference: number | null
}

/** One row per protocol version, step, parameter and rule (a step without rules has one row with a null parameter) */
export interface ProtocolRule {
  /** Protocol */
  protocol_code: string | null
  /** Version */
  version: number | null
  /** Step (series) name */
  step: string | null
  /** Place of the step in the protocol */
  step_order: number | null
  /** Whether the step must be performed */
  required: boolean | null
  /** DICOM keyword ruled; null where the step has no rules */
  parameter: string | null
  /** Place in the list of rules of the parameter; the first that matches the scanner applies */
  rule_order: number | null
  /** Lower bound, inclusive; a target − tolerance becomes one */
  min_value: number | null
  /** Upper bound, inclusive */
  max_value: number | null
  /** Allowed values as text */
  allowed: string[] | null
  /** Those of the allowed values that are numbers */
  allowed_numbers: number[] | null
  /** Those of the allowed values that are texts */
  allowed_texts: string[] | null
  /** Rule holds for this manufacturer, compared without case; null = any */
  manufacturer: string | null
  /** Rule holds for this model, compared without case; null = any */
  model: string | null
  /** Rule holds for this field strength, tesla; null = any */
  field_strength_t: number | null
  /** critical, major or minor: of the step when it is missing */
  step_severity: string | null
  /** critical, major or minor: of the rule */
  severity: string | null
}

/** One row per name that a center uses for a step */
export interface StepAlias {
  /** Center (main.center) */
  center_code: string | null
  /** The center's own series name */
  alias: string | null
  /** Step name of the protocol book */
  step: string | null
}

/** One row per exception from the weekly hours */
export interface Calendar {
  /** Center; null = the network */
  center_code: string | null
  /** Scanner; null = the whole center */
  scanner_id: string | null
  /** Local day */
  date: string | null
  /** closed, or windows such as 08:00-12:00;13:00-17:00 */
  hours: string | null
}

/** One row per change of a scanner’s staffed hours */
export interface Staffing {
  /** Scanner (main.scanner) */
  scanner_id: string | null
  /** First local day */
  effective_from: string | null
  /** Weekly staffed windows from then on; null = unknown */
  staffed_hours: string | null
}

/** One row per change of a partner’s share */
export interface PartnerTerms {
  /** Center (main.center) */
  center_code: string | null
  /** First service date */
  effective_from: string | null
  /** Part of net revenue that goes to the partner from then on, 0…1 */
  partner_share: number | null
}

/** One row per exam (center and accession number) */
export interface Exam {
  /** Center (main.center) */
  center_code: string | null
  /** Accession number, unique within the center */
  accession_no: string | null
  /** Keyed hash of center and patient id */
  patient_key: string | null
  /** Year of birth */
  patient_birth_year: number | null
  /** M, F or O */
  patient_sex: string | null
  /** DICOM modality */
  modality: string | null
  /** DICOM Body Part Examined */
  body_part: string | null
  /** Procedure (main.procedure) */
  procedure_code: string | null
  /** Network standard that applies; null where there is none */
  protocol_code: string | null
  /** Scanner (main.scanner) */
  scanner_id: string | null
  /** routine, urgent or stat */
  priority: string | null
  /** internet_hospital, partner_hospital, walk_in, checkup or other */
  referral_source: string | null
  /** Keyed hash of the referring physician */
  referring_physician_key: string | null
  /** Keyed hash of the technologist */
  technologist_key: string | null
  /** Keyed hash of who signed the final report */
  radiologist_key: string | null
  /** scheduled, arrived, in_progress, completed, reported, aborted, cancelled or no_show */
  status: string | null
  /** When the exam was ordered */
  ordered_at: string | null
  /** Planned time */
  scheduled_at: string | null
  /** When the patient arrived */
  arrived_at: string | null
  /** Patient on the table */
  started_at: string | null
  /** Patient off the table */
  completed_at: string | null
  /** Preliminary report */
  prelim_at: string | null
  /** First final signature */
  reported_at: string | null
  /** Finding codes as landed; null = not structured */
  reported_findings: string | null
  /** Accession number of the exam that this one repeats */
  repeat_of: string | null
  /** When the source last changed the row */
  updated_at: string | null
  /** Center's local day of started_at, else of scheduled_at */
  day: string | null
  /** Status is completed or reported */
  performed: boolean | null
  /** Finding codes; empty = a structured report without finding; null = not structured */
  findings: string[] | null
  /** File that the row came from (ops.source_file.file_id) */
  source_file_id: string | null
  /** Line in that file on which the row begins, 1 = first line */
  source_line: number | null
}

/** One row per interval in which a scanner is in one state */
export interface ScannerState {
  /** Center (main.center) */
  center_code: string | null
  /** Scanner (main.scanner) */
  scanner_id: string | null
  /** off, standby, ready, scanning, service or down */
  state: string | null
  /** Start of the interval */
  started_at: string | null
  /** Start of the scanner's next interval; null = still open */
  ended_at: string | null
  /** Event that began it */
  event_id: string | null
  /** When the source last changed the row */
  updated_at: string | null
  /** File that the row came from (ops.source_file.file_id) */
  source_file_id: string | null
  /** Line in that file on which the row begins, 1 = first line */
  source_line: number | null
}

/** One row per series that a scanner acquired */
export interface Acquisition {
  /** Center (main.center) */
  center_code: string | null
  /** Scanner (main.scanner) */
  scanner_id: string | null
  /** Event in the scanner log */
  event_id: string | null
  /** Accession number, unique within the center */
  accession_no: string | null
  /** DICOM SeriesNumber */
  series_no: number | null
  /** Series name as logged */
  step: string | null
  /** Start */
  started_at: string | null
  /** End; null = unknown, no scanning minutes */
  ended_at: string | null
  /** Acquisition attributes on the reviewed list: DICOM keyword to value in DICOM units */
  parameters: string | null
  /** DICOM keywords that the header lacked */
  missing_tags: string[] | null
  /** CTDIvol, mGy */
  ctdi_vol: number | null
  /** DLP, mGy·cm */
  dlp: number | null
  /** When the source last changed the row */
  updated_at: string | null
  /** File that the row came from (ops.source_file.file_id) */
  source_file_id: string | null
  /** Line in that file on which the row begins, 1 = first line */
  source_line: number | null
}

/** One row per fault event */
export interface ScannerFault {
  /** Center (main.center) */
  center_code: string | null
  /** Scanner (main.scanner) */
  scanner_id: string | null
  /** Event in the scanner log */
  event_id: string | null
  /** When */
  at: string | null
  /** Manufacturer's fault code */
  code: string | null
  /** info, warning, error or critical */
  severity: string | null
  /** When the source last changed the row */
  updated_at: string | null
  /** File that the row came from (ops.source_file.file_id) */
  source_file_id: string | null
  /** Line in that file on which the row begins, 1 = first line */
  source_line: number | null
}

/** One row per exam, AI product, product version and finding */
export interface AiResult {
  /** Center (main.center) */
  center_code: string | null
  /** Accession number, unique within the center */
  accession_no: string | null
  /** AI product (main.ai_product) */
  product_code: string | null
  /** Version of the product */
  product_version: string | null
  /** Finding; * = the run failed before any */
  finding_code: string | null
  /** ok, failed, timeout or rejected_input */
  status: string | null
  /** The product's call at its operating point */
  flagged: boolean | null
  /** 0…1 */
  score: number | null
  /** When the exam was sent to the product */
  sent_at: string | null
  /** When the result came back */
  returned_at: string | null
  /** When the reading radiologist opened it */
  opened_at: string | null
  /** accepted, rejected, modified or ignored */
  reader_action: string | null
  /** When the source last changed the row */
  updated_at: string | null
  /** File that the row came from (ops.source_file.file_id) */
  source_file_id: string | null
  /** Line in that file on which the row begins, 1 = first line */
  source_line: number | null
}

/** One row per charge line */
export interface Charge {
  /** Center (main.center) */
  center_code: string | null
  /** Key of the line within the center */
  charge_id: string | null
  /** Accession number, unique within the center */
  accession_no: string | null
  /** Procedure (main.procedure) */
  procedure_code: string | null
  /** Date of service */
  service_date: string | null
  /** Kind of payer */
  payer_class: string | null
  /** Payer; null for self_pay */
  payer_name: string | null
  /** Gross charge, CNY */
  charge_amount: number | null
  /** What payer and patient together owe, CNY */
  allowed_amount: number | null
  /** CNY; null = 0 */
  insurer_paid: number | null
  /** CNY; null = 0 */
  patient_paid: number | null
  /** CNY; null = 0 */
  refunded: number | null
  /** billed, paid, partly_paid, denied, refunded, written_off or void */
  status: string | null
  /** Why the payer refused */
  denial_code: string | null
  /** When the line was billed */
  billed_at: string | null
  /** When it was settled */
  settled_at: string | null
  /** When the source last changed the row */
  updated_at: string | null
  /** File that the row came from (ops.source_file.file_id) */
  source_file_id: string | null
  /** Line in that file on which the row begins, 1 = first line */
  source_line: number | null
}

/** One row per center, month, category, behaviour and scanner */
export interface Cost {
  /** Center (main.center) */
  center_code: string | null
  /** First day of the month */
  month: string | null
  /** staff, equipment, service_contract, rent, power, consumables, reading, ai_fees, marketing, hq or other */
  category: string | null
  /** fixed, or variable with exam volume */
  behaviour: string | null
  /** Scanner; null = the center as a whole */
  scanner_id: string | null
  /** Accrued cost of the month, CNY */
  amount: number | null
  /** When the source last changed the row */
  updated_at: string | null
  /** File that the row came from (ops.source_file.file_id) */
  source_file_id: string | null
  /** Line in that file on which the row begins, 1 = first line */
  source_line: number | null
}

/** One row per scanner and local day on which it was staffed or used */
export interface MartScannerDay {
  /** Center's local day */
  day: string | null
  /** Center (main.center) */
  center_code: string | null
  /** Scanner (main.scanner) */
  scanner_id: string | null
  /** DICOM modality */
  modality: string | null
  /** Performed exams of the day */
  exams_performed: number | null
  /** Length of the staffed windows; null = hours unknown, minutes */
  staffed_minutes: number | null
  /** Staffed windows in state down or service; null = hours unknown, minutes */
  down_minutes: number | null
  /** staffed − down, minutes */
  available_minutes: number | null
  /** Union of patient-on-table intervals, cut at local midnight, minutes */
  occupied_minutes: number | null
  /** Union of acquisition intervals, cut at local midnight, minutes */
  scanning_minutes: number | null
  /** The part of the occupied union inside staffed windows and outside down or service, minutes */
  occupied_in_hours_minutes: number | null
  /** Room utilization: occupied in hours ÷ available, 0…1; null without denominator */
  utilization_rate: number | null
}

/** One row per scanner and month of a center with costs */
export interface MartScannerMonth {
  /** First day of the month */
  month: string | null
  /** Center (main.center) */
  center_code: string | null
  /** Scanner (main.scanner) */
  scanner_id: string | null
  /** Fixed cost rows of the scanner, CNY */
  own_fixed_cost: number | null
  /** Share of the center's fixed rows without scanner, CNY */
  shared_fixed_cost: number | null
  /** 80 % of staffed minutes, minutes */
  practical_minutes: number | null
  /** (own + shared) ÷ practical, CNY per minute */
  capacity_cost_per_minute: number | null
  /** Rate × min(in-hours occupied, practical), CNY */
  used_capacity_cost: number | null
  /** Rate × min(80 % of down minutes, what practical is left), CNY */
  down_capacity_cost: number | null
  /** The rest, CNY: used + down + unused = own + shared */
  unused_capacity_cost: number | null
}

/** One row per center, local day and modality */
export interface MartCenterDay {
  /** Center's local day */
  day: string | null
  /** Center (main.center) */
  center_code: string | null
  /** DICOM modality */
  modality: string | null
  /** All exams but the cancelled */
  exams_scheduled: number | null
  /** Completed or reported exams */
  exams_performed: number | null
  /** Patients who did not come */
  no_shows: number | null
  /** Cancelled exams */
  cancellations: number | null
  /** Performed exams that repeat another */
  repeats: number | null
  /** Median of started − arrived over performed exams, minutes */
  wait_minutes_median: number | null
  /** Median of reported − completed over performed exams, minutes */
  turnaround_minutes_median: number | null
  /** 90th percentile of the same, minutes */
  turnaround_minutes_p90: number | null
  /** Median of completed − started over performed exams, minutes */
  exam_minutes_median: number | null
  /** Performed exams that started outside the scanner's staffed windows */
  out_of_hours_exams: number | null
  /** Performed exams without a final report */
  unreported: number | null
  /** Not cancelled, booked on an earlier day, due by now */
  bookings_due: number | null
  /** No-shows among the bookings due */
  no_shows_due: number | null
  /** Bookings still scheduled 24 hours after their time */
  stale_bookings: number | null
}

/** One row per performed exam that has a protocol code */
export interface MartExamCompliance {
  /** Center (main.center) */
  center_code: string | null
  /** Accession number, unique within the center */
  accession_no: string | null
  /** Center's local day */
  day: string | null
  /** Scanner (main.scanner) */
  scanner_id: string | null
  /** DICOM modality */
  modality: string | null
  /** Protocol */
  protocol_code: string | null
  /** Version in force on the day */
  protocol_version: number | null
  /** Whether it could be judged */
  assessable: boolean | null
  /** Null where not assessable */
  compliant: boolean | null
  /** Required steps not performed */
  missing_steps: number | null
  /** Parameters of judged series outside their rule */
  deviating_parameters: number | null
  /** Ruled parameters that the log lacks */
  missing_parameters: number | null
  /** Missing tags of judged series */
  missing_tags: number | null
  /** Step names that the version does not know */
  extra_steps: number | null
  /** Acquisitions beyond the first of their step */
  repeated_steps: number | null
  /** Whether judged series never go back in step order */
  steps_in_order: boolean | null
  /** Whether the dose exceeds the reference level; null without one */
  dose_over_reference: boolean | null
  /** Deviations of severity critical */
  critical_deviations: number | null
  /** no_version or no_acquisitions where not assessable */
  reason: string | null
}

/** One row per deviation of an assessable exam */
export interface MartDeviation {
  /** Center (main.center) */
  center_code: string | null
  /** Accession number, unique within the center */
  accession_no: string | null
  /** Center's local day */
  day: string | null
  /** Scanner (main.scanner) */
  scanner_id: string | null
  /** Protocol */
  protocol_code: string | null
  /** Version in force on the day */
  protocol_version: number | null
  /** Step; null for wrong_order and dose */
  step: string | null
  /** missing_step, out_of_tolerance, missing_parameter, missing_tag, extra_step, wrong_order or dose_over_reference */
  kind: string | null
  /** DICOM keyword */
  parameter: string | null
  /** Observed value as text */
  observed: string | null
  /** Rule as text */
  expected: string | null
  /** critical, major or minor; null where the book gives none */
  severity: string | null
}

/** One row per exam, product and finding with an ok AI result and structured findings */
export interface MartAiReading {
  /** Center (main.center) */
  center_code: string | null
  /** Accession number, unique within the center */
  accession_no: string | null
  /** Center's local day */
  day: string | null
  /** Scanner (main.scanner) */
  scanner_id: string | null
  /** DICOM modality */
  modality: string | null
  /** AI product (main.ai_product) */
  product_code: string | null
  /** Version that gave the reading */
  product_version: string | null
  /** Finding */
  finding_code: string | null
  /** The product's call */
  flagged: boolean | null
  /** The finding is in the report */
  reader_positive: boolean | null
  /** TP, FP, FN or TN with the radiologist as reference */
  outcome: string | null
  /** 0…1 */
  score: number | null
  /** Whether the radiologist saw the result first; null = not known */
  opened_before_report: boolean | null
  /** accepted, rejected, modified or ignored */
  reader_action: string | null
  /** Whether the scan was compliant; null = not known */
  exam_compliant: boolean | null
}

/** One row per local day of the exam, center, scanner, AI product and version */
export interface MartAiRunDay {
  /** Center's local day */
  day: string | null
  /** Center (main.center) */
  center_code: string | null
  /** DICOM modality */
  modality: string | null
  /** Scanner (main.scanner) */
  scanner_id: string | null
  /** AI product (main.ai_product) */
  product_code: string | null
  /** Version of the product */
  product_version: string | null
  /** Runs: exams sent to the version */
  runs: number | null
  /** of these with an ok result */
  ok_runs: number | null
  /** failed */
  failed_runs: number | null
  /** ran into a time limit */
  timeout_runs: number | null
  /** of which the product refused the images */
  rejected_runs: number | null
  /** with an ok result that the radiologist opened */
  opened_runs: number | null
  /** Exams with an ok result of the product, each counted once, at its first version */
  exams_read: number | null
}

/** One row per month, center, modality and finding */
export interface MartAiCoverageMonth {
  /** First day of the month */
  month: string | null
  /** Center (main.center) */
  center_code: string | null
  /** DICOM modality */
  modality: string | null
  /** Finding */
  finding_code: string | null
  /** Performed exams whose report has the finding */
  reader_positives: number | null
  /** of these: some product of the catalogue lists the finding for the modality */
  coverable: number | null
  /** of these: some product has an ok result for it */
  covered: number | null
  /** of these: some product's reading flagged it */
  covered_and_flagged: number | null
}

/** One row per center and month */
export interface MartCenterMonth {
  /** First day of the month */
  month: string | null
  /** Center (main.center) */
  center_code: string | null
  /** open or closed */
  month_state: string | null
  /** Performed exams */
  exams_performed: number | null
  /** Σ charge_amount, CNY */
  gross_charges: number | null
  /** Billed lines without allowed amount, CNY */
  pending_charges: number | null
  /** Charges of denied lines, CNY */
  denied_charges: number | null
  /** Charges of refunded lines, CNY */
  refunded_charges: number | null
  /** gross − allowed − denied − refunded − written off − pending, CNY */
  adjustments: number | null
  /** Σ allowed_amount of lines not denied, written off or refunded, CNY */
  allowed: number | null
  /** Σ refunded over the lines in allowed, CNY */
  refunds: number | null
  /** Collected so far for services of the month, CNY */
  collected: number | null
  /** Written-off lines, CNY */
  written_off: number | null
  /** Denied lines of insurers */
  denied_lines: number | null
  /** Paid, partly paid and denied lines of insurers */
  adjudicated_lines: number | null
  /** Owed and not yet paid, CNY */
  outstanding: number | null
  /** Partner's share, CNY */
  partner_payout: number | null
  /** allowed − refunds − partner payout, CNY */
  net_revenue: number | null
  /** Variable costs; null = the ledger has not come, CNY */
  variable_cost: number | null
  /** Fixed costs; null = the ledger has not come, CNY */
  fixed_cost: number | null
  /** net revenue − variable cost, CNY */
  contribution: number | null
  /** contribution − fixed cost, CNY */
  operating_profit: number | null
  /** operating profit ÷ net revenue */
  operating_margin_rate: number | null
  /** Σ over mart.scanner_month, minutes */
  practical_capacity_minutes: number | null
  /** Σ occupied minutes of the scanners, in hours and out, minutes */
  occupied_minutes: number | null
  /** Σ over mart.scanner_month, CNY */
  used_capacity_cost: number | null
  /** Σ over mart.scanner_month, CNY */
  down_capacity_cost: number | null
  /** Σ over mart.scanner_month, CNY */
  unused_capacity_cost: number | null
}

/** One row per ETL run that led to this snapshot */
export interface OpsRun {
  /** Key of the run; sorts by start */
  run_id: string | null
  /** Start */
  started_at: string | null
  /** End of the work; null in the snapshot of a run that did not end */
  ended_at: string | null
  /** nightly, backfill or rebuild */
  kind: string | null
  /** published */
  status: string | null
  /** Snapshot that the run published */
  snapshot_id: string | null
  /** Files recorded by the run */
  files_read: number | null
  /** Rows read */
  rows_read: number | null
  /** Rows that became the current row of their key */
  rows_loaded: number | null
  /** Rows rejected */
  rows_rejected: number | null
  /** Rows that a newer row of the same key replaced */
  rows_superseded: number | null
  /** Whether the data is a demo network */
  is_demo: boolean | null
}

/** One row per landed file (path and content) */
export interface OpsSourceFile {
  /** Key; facts name it as source_file_id */
  file_id: string | null
  /** First folder of the path */
  feed: string | null
  /** Path below the landing folder */
  path: string | null
  /** SHA-256 of the content */
  sha256: string | null
  /** Size, bytes */
  bytes: number | null
  /** utf-8 or gb18030; null where there is no text */
  encoding: string | null
  /** Run that recorded it */
  run_id: string | null
  /** Rows read = loaded + rejected + superseded */
  rows_read: number | null
  /** Rows that were current when the run ended */
  rows_loaded: number | null
  /** Rows rejected by the run */
  rows_rejected: number | null
  /** Rows that a newer row of the same key had replaced when the run ended */
  rows_superseded: number | null
  /** Header lines behind the first, which are no rows; null where no text was read */
  headers_skipped: number | null
  /** loaded, rejected (whole), duplicate (known content, null figures) or skipped (no regular file, or a name that cannot be read) */
  status: string | null
  /** Why it was rejected whole, set aside or skipped; null for others */
  reason: string | null
  /** Column and sign by which a profile numbers the rows of one line; null for others */
  numbered_by: string | null
  /** Modification time of the file when it was read */
  modified_at: string | null
  /** Size, times and inode by which an unchanged file is known again */
  stat_key: string | null
}

/** One row per rejected row or file */
export interface OpsReject {
  /** File (ops.source_file) */
  file_id: string | null
  /** Feed */
  feed: string | null
  /** Path below the landing folder */
  path: string | null
  /** Line on which the row begins, 1 = first line; null = the whole file */
  line: number | null
  /** First column, in the contract's order, that breaks the rule */
  column_name: string | null
  /** Reason code of the landing contract */
  reason: string | null
  /** Offending value, cut and masked */
  value: string | null
  /** Center that the row names; null where it is not known */
  center_code: string | null
  /** Run that rejected it */
  run_id: string | null
}

/** One row per data check and run */
export interface OpsCheck {
  /** Run */
  run_id: string | null
  /** Check */
  check_name: string | null
  /** block or warn */
  severity: string | null
  /** Whether the check passed */
  passed: boolean | null
  /** Findings; rows of the table for rows_kept_… */
  measured: number | null
  /** The most findings that pass, 0; the fewest rows for rows_kept_… */
  expected: number | null
  /** What, where and what to do next; null when passed */
  detail: string | null
}

/** One row per run, data check and place where it failed; at most 200 a check and run */
export interface OpsCheckFinding {
  /** Run */
  run_id: string | null
  /** Check (ops.check) */
  check_name: string | null
  /** Feed that it is about; null = none */
  feed: string | null
  /** Center (main.center); null = the network */
  center_code: string | null
  /** Scanner, product, day, month, code or file that it is about */
  subject: string | null
  /** What was measured there */
  measured: number | null
  /** The threshold or the usual value */
  expected: number | null
  /** Counts and bounds behind it; in a last row, how many findings were left out */
  detail: string | null
}

/** One row per run and acquisition keyword that is not on the reviewed list */
export interface OpsDroppedParameter {
  /** Run */
  run_id: string | null
  /** DICOM keyword; (other) where it is none */
  keyword: string | null
  /** Series in which it was dropped */
  series: number | null
}

/** One row per HTTP source and fetch */
export interface OpsSourceFetch {
  /** Run that asked, also one that found nothing new; null for etl fetch */
  run_id: string | null
  /** Source, as sources.json names it; (declaration) where that cannot be read */
  source_id: string | null
  /** Feed */
  feed: string | null
  /** Center (main.center) whose records the source gives; null where they name it themselves */
  center_code: string | null
  /** complete, partial (stopped at a limit, the next run goes on) or failed */
  status: string | null
  /** Requests sent, repeated ones too */
  requests: number | null
  /** Pages read whole */
  pages: number | null
  /** Pages that landed; empty and unchanged ones do not */
  files: number | null
  /** Records in the pages */
  records: number | null
  /** Size of the pages, bytes, unpacked */
  bytes: number | null
  /** All that changed before it had landed when the fetch began; null = unknown */
  watermark_from: string | null
  /** The same when it ended */
  watermark_to: string | null
  /** Start */
  started_at: string | null
  /** End */
  ended_at: string | null
  /** Code of what went wrong; null when complete */
  error_code: string | null
  /** What, where and what to do next */
  error_message: string | null
}

/** One row per property of the snapshot */
export interface OpsMeta {
  /** Name */
  key: string | null
  /** Value */
  value: string | null
}

/** Published tables by the name that queries use. */
export interface Database {
  center: Center
  scanner: Scanner
  finding: Finding
  ai_product: AiProduct
  procedure: Procedure
  protocol: Protocol
  protocol_rule: ProtocolRule
  step_alias: StepAlias
  calendar: Calendar
  staffing: Staffing
  partner_terms: PartnerTerms
  exam: Exam
  scanner_state: ScannerState
  acquisition: Acquisition
  scanner_fault: ScannerFault
  ai_result: AiResult
  charge: Charge
  cost: Cost
  'mart.scanner_day': MartScannerDay
  'mart.scanner_month': MartScannerMonth
  'mart.center_day': MartCenterDay
  'mart.exam_compliance': MartExamCompliance
  'mart.deviation': MartDeviation
  'mart.ai_reading': MartAiReading
  'mart.ai_run_day': MartAiRunDay
  'mart.ai_coverage_month': MartAiCoverageMonth
  'mart.center_month': MartCenterMonth
  'ops.run': OpsRun
  'ops.source_file': OpsSourceFile
  'ops.reject': OpsReject
  'ops.check': OpsCheck
  'ops.check_finding': OpsCheckFinding
  'ops.dropped_parameter': OpsDroppedParameter
  'ops.source_fetch': OpsSourceFetch
  'ops.meta': OpsMeta
}
