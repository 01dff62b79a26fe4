// Generated from etl/schema by `npm run schema`: change the tables there, not here.

/** One row per imaging center */
export interface Center {
  /** Key of the center */
  center_code: string
  /** English name */
  name_en: string
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
  scanner_id: string
  /** Center (main.center) */
  center_code: string
  /** DICOM modality */
  modality: string
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
  finding_code: string
  /** English name */
  name_en: string
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
  product_code: string
  /** English name */
  name_en: string
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
  /** Field of use, such as cardiovascular or oncology */
  domain: string | null
  /** First day of use */
  live_from: string | null
  /** Score of its operating point, 0…1 */
  threshold: number | null
}

/** One row per charge-master procedure */
export interface Procedure {
  /** Key of the procedure */
  procedure_code: string
  /** English name */
  name_en: string
  /** Chinese name */
  name_zh: string | null
  /** DICOM modality */
  modality: string | null
  /** List price, CNY */
  list_price: number | null
  /** Whether the line bills contrast agent */
  contrast: boolean | null
}

/** One row per protocol version */
export interface Protocol {
  /** Protocol */
  protocol_code: string
  /** Version; where versions overlap in time the highest applies */
  version: number
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
  /** Whether contrast agent is given */
  contrast: boolean | null
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
  protocol_code: string
  /** Version */
  version: number
  /** Step (series) name */
  step: string
  /** Place of the step in the protocol */
  step_order: number
  /** Whether the step must be performed */
  required: boolean
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
  center_code: string
  /** The center's own series name */
  alias: string
  /** Step name of the protocol book */
  step: string
}

/** One row per exception from the weekly hours */
export interface Calendar {
  /** Center; null = the network */
  center_code: string | null
  /** Scanner; null = the whole center */
  scanner_id: string | null
  /** Local day */
  date: string
  /** closed, or windows such as 08:00-12:00;13:00-17:00 */
  hours: string
}

/** One row per change of a scanner’s staffed hours */
export interface Staffing {
  /** Scanner (main.scanner) */
  scanner_id: string
  /** First local day */
  effective_from: string
  /** Weekly staffed windows from then on; null = unknown */
  staffed_hours: string | null
}

/** One row per change of a partner’s share */
export interface PartnerTerms {
  /** Center (main.center) */
  center_code: string
  /** First service date */
  effective_from: string
  /** Part of net revenue that goes to the partner from then on, 0…1 */
  partner_share: number
}

/** One row per metric, modality and priority that the network has a target for */
export interface Target {
  /** Metric, by its id on the methods page */
  metric: string | null
  /** DICOM modality; null = any */
  modality: string | null
  /** routine, urgent or stat; null = any */
  priority: string | null
  /** What is wanted, in the metric's unit */
  value: number | null
}

/** One row per center, month and line of the profit and loss that is budgeted */
export interface Budget {
  /** Center (main.center) */
  center_code: string
  /** First day of the month */
  month: string | null
  /** Column of mart.center_month */
  line: string | null
  /** Budgeted amount, CNY */
  amount: number | null
}

/** One row per change whose effect is asked for */
export interface Intervention {
  /** English name, its key */
  name_en: string | null
  /** Chinese name */
  name_zh: string | null
  /** Scanner that was changed; null = the whole center */
  scanner_id: string | null
  /** Center that was changed; null = that of the scanner */
  center_code: string | null
  /** acquisition_ai, coil, software, protocol, staffing or other */
  kind: string | null
  /** First local day with it */
  from_date: string | null
  /** Last local day with it; null = open */
  to_date: string | null
}

/** One row per exam (center and accession number) */
export interface Exam {
  /** Center (main.center) */
  center_code: string
  /** Accession number, unique within the center */
  accession_no: string
  /** Keyed hash of center and patient id */
  patient_key: string
  /** Year of birth */
  patient_birth_year: number | null
  /** M, F or O */
  patient_sex: string | null
  /** DICOM modality */
  modality: string
  /** DICOM Body Part Examined */
  body_part: string | null
  /** Procedure (main.procedure) */
  procedure_code: string
  /** Network standard that applies; null where there is none */
  protocol_code: string | null
  /** Scanner (main.scanner); null before the exam has one */
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
  status: string
  /** When the exam was ordered */
  ordered_at: string | null
  /** Length of the booked slot, minutes; null = unknown */
  scheduled_minutes: number | null
  /** Scanner that the slot was booked on; null = scanner_id */
  scheduled_scanner_id: string | null
  /** Planned time */
  scheduled_at: string
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
  updated_at: string
  /** Center's local day of started_at, else of scheduled_at */
  day: string
  /** Status is completed or reported */
  performed: boolean
  /** Finding codes; empty = a structured report without finding; null = not structured */
  findings: string[] | null
  /** File that the row came from (ops.source_file.file_id) */
  source_file_id: string
  /** Line in that file on which the row begins, 1 = first line */
  source_line: number
}

/** One row per interval in which a scanner is in one state */
export interface ScannerState {
  /** Center (main.center) */
  center_code: string
  /** Scanner (main.scanner) */
  scanner_id: string
  /** off, standby, ready, scanning, service or down */
  state: string
  /** Start of the interval */
  started_at: string
  /** Start of the scanner's next interval; null = still open */
  ended_at: string | null
  /** Event that began it */
  event_id: string
  /** When the source last changed the row */
  updated_at: string
  /** File that the row came from (ops.source_file.file_id) */
  source_file_id: string
  /** Line in that file on which the row begins, 1 = first line */
  source_line: number
}

/** One row per series that a scanner acquired */
export interface Acquisition {
  /** Center (main.center) */
  center_code: string
  /** Scanner (main.scanner) */
  scanner_id: string
  /** Event in the scanner log */
  event_id: string
  /** Accession number, unique within the center */
  accession_no: string
  /** DICOM SeriesNumber */
  series_no: number | null
  /** Series name as logged */
  step: string
  /** Start */
  started_at: string
  /** End; null = unknown, no scanning minutes */
  ended_at: string | null
  /** Acquisition attributes on the reviewed list: DICOM keyword to value in DICOM units */
  parameters: string
  /** DICOM keywords that the header lacked */
  missing_tags: string[]
  /** CTDIvol, mGy */
  ctdi_vol: number | null
  /** DLP, mGy·cm */
  dlp: number | null
  /** When the source last changed the row */
  updated_at: string
  /** File that the row came from (ops.source_file.file_id) */
  source_file_id: string
  /** Line in that file on which the row begins, 1 = first line */
  source_line: number
}

/** One row per fault event */
export interface ScannerFault {
  /** Center (main.center) */
  center_code: string
  /** Scanner (main.scanner) */
  scanner_id: string
  /** Event in the scanner log */
  event_id: string
  /** When */
  at: string
  /** Center's local day of it */
  day: string
  /** Manufacturer's fault code */
  code: string
  /** info, warning, error or critical */
  severity: string
  /** When the source last changed the row */
  updated_at: string
  /** File that the row came from (ops.source_file.file_id) */
  source_file_id: string
  /** Line in that file on which the row begins, 1 = first line */
  source_line: number
}

/** One row per exam, AI product, product version and finding */
export interface AiResult {
  /** Center (main.center) */
  center_code: string
  /** Accession number, unique within the center */
  accession_no: string
  /** AI product (main.ai_product) */
  product_code: string
  /** Version of the product */
  product_version: string
  /** Finding; * = the run failed before any */
  finding_code: string
  /** ok, failed, timeout or rejected_input */
  status: string
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
  updated_at: string
  /** File that the row came from (ops.source_file.file_id) */
  source_file_id: string
  /** Line in that file on which the row begins, 1 = first line */
  source_line: number
}

/** One row per charge line */
export interface Charge {
  /** Center (main.center) */
  center_code: string
  /** Key of the line within the center */
  charge_id: string
  /** Accession number, unique within the center */
  accession_no: string
  /** Procedure (main.procedure) */
  procedure_code: string
  /** Date of service */
  service_date: string
  /** Kind of payer */
  payer_class: string
  /** Payer; null for self_pay */
  payer_name: string | null
  /** Gross charge, CNY */
  charge_amount: number
  /** What payer and patient together owe, CNY */
  allowed_amount: number | null
  /** CNY; null = 0 */
  insurer_paid: number | null
  /** CNY; null = 0 */
  patient_paid: number | null
  /** CNY; null = 0 */
  refunded: number | null
  /** billed, paid, partly_paid, denied, refunded, written_off or void */
  status: string
  /** Why the payer refused */
  denial_code: string | null
  /** When the line was billed */
  billed_at: string | null
  /** When it was settled */
  settled_at: string | null
  /** When the source last changed the row */
  updated_at: string
  /** File that the row came from (ops.source_file.file_id) */
  source_file_id: string
  /** Line in that file on which the row begins, 1 = first line */
  source_line: number
}

/** One row per center, month, category, behaviour and scanner */
export interface Cost {
  /** Center (main.center) */
  center_code: string
  /** First day of the month */
  month: string
  /** staff, equipment, service_contract, rent, power, consumables, reading, ai_fees, marketing, hq or other */
  category: string
  /** fixed, or variable with exam volume */
  behaviour: string
  /** Scanner; null = the center as a whole */
  scanner_id: string | null
  /** Accrued cost of the month, CNY */
  amount: number
  /** When the source last changed the row */
  updated_at: string
  /** File that the row came from (ops.source_file.file_id) */
  source_file_id: string
  /** Line in that file on which the row begins, 1 = first line */
  source_line: number
}

/** One row per scanner and local day on which it was staffed or used */
export interface MartScannerDay {
  /** Center's local day */
  day: string
  /** Center (main.center) */
  center_code: string
  /** Scanner (main.scanner) */
  scanner_id: string
  /** DICOM modality */
  modality: string
  /** Performed exams of the day */
  exams_performed: number
  /** Length of the staffed windows; null = hours unknown, minutes */
  staffed_minutes: number | null
  /** Staffed windows in state down or service; null = hours unknown, minutes */
  down_minutes: number | null
  /** staffed − down, minutes */
  available_minutes: number | null
  /** Union of patient-on-table intervals, cut at local midnight, minutes */
  occupied_minutes: number
  /** Union of acquisition intervals, cut at local midnight, minutes */
  scanning_minutes: number
  /** The part of the occupied union inside staffed windows and outside down or service, minutes */
  occupied_in_hours_minutes: number | null
  /** Room utilization: occupied in hours ÷ available, 0…1; null without denominator */
  utilization_rate: number | null
}

/** One row per scanner and local day whose staffed minutes are known: where every staffed minute went */
export interface MartScannerLedger {
  /** Center's local day */
  day: string
  /** Center (main.center) */
  center_code: string
  /** Scanner (main.scanner) */
  scanner_id: string
  /** DICOM modality */
  modality: string
  /** Length of the staffed windows = the six classes that follow, minutes */
  staffed_minutes: number | null
  /** In state down or service, minutes */
  down_minutes: number | null
  /** else: within a series, minutes */
  acquiring_minutes: number | null
  /** else: a patient on the table, minutes */
  on_table_minutes: number | null
  /** else: in a gap of at most 20 minutes between two stretches of table or acquisition time, minutes */
  turnover_minutes: number | null
  /** else: in the slot of a patient who did not come, minutes */
  no_show_minutes: number | null
  /** The rest, minutes */
  idle_minutes: number | null
  /** A patient on the table outside the staffed windows, minutes */
  off_hours_minutes: number | null
}

/** One row per scanner and month of a center with costs */
export interface MartScannerMonth {
  /** First day of the month */
  month: string
  /** Center (main.center) */
  center_code: string
  /** Scanner (main.scanner) */
  scanner_id: string
  /** Fixed cost rows of the scanner, CNY */
  own_fixed_cost: number
  /** Share of the center's fixed rows without scanner, CNY */
  shared_fixed_cost: number | null
  /** The month's staffed minutes; null = hours unknown, minutes */
  staffed_minutes: number | null
  /** 80 % of staffed minutes; null = hours unknown, minutes */
  practical_minutes: number | null
  /** The part of the occupied union inside staffed windows and outside down or service; null where practical minutes are, minutes */
  occupied_in_hours_minutes: number | null
  /** (own + shared) ÷ practical, CNY per minute */
  capacity_cost_per_minute: number | null
  /** (own + shared) ÷ staffed, CNY per minute; null where those are 0 or unknown */
  cost_per_staffed_minute: number | null
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
  day: string
  /** Center (main.center) */
  center_code: string
  /** DICOM modality */
  modality: string
  /** All exams but the cancelled */
  exams_scheduled: number
  /** Completed or reported exams */
  exams_performed: number
  /** Patients who did not come */
  no_shows: number
  /** Cancelled exams */
  cancellations: number
  /** Performed exams that repeat another */
  repeats: number
  /** Median of started − arrived over performed exams, minutes */
  wait_minutes_median: number | null
  /** Median of reported − completed over performed exams, minutes */
  turnaround_minutes_median: number | null
  /** 90th percentile of the same, minutes */
  turnaround_minutes_p90: number | null
  /** Median of completed − started over performed exams, minutes */
  exam_minutes_median: number | null
  /** Performed exams that started outside the scanner's staffed windows */
  out_of_hours_exams: number
  /** Performed exams without a final report */
  unreported: number
  /** Not cancelled, booked on an earlier day, due by now */
  bookings_due: number
  /** No-shows among the bookings due */
  no_shows_due: number
  /** Bookings still scheduled 24 hours after their time */
  stale_bookings: number
}

/** One row per performed exam that has a protocol code */
export interface MartExamCompliance {
  /** Center (main.center) */
  center_code: string
  /** Accession number, unique within the center */
  accession_no: string
  /** Center's local day */
  day: string
  /** Scanner (main.scanner) */
  scanner_id: string
  /** DICOM modality */
  modality: string
  /** Protocol */
  protocol_code: string
  /** Version in force on the day */
  protocol_version: number | null
  /** Whether it could be judged */
  assessable: boolean
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
  /** Largest CTDIvol of the judged series, mGy; null where none logged one */
  ctdi_vol: number | null
  /** Sum of DLP over all series, mGy·cm; null where none logged one */
  dlp: number | null
  /** completed − started; null where either is unknown, minutes */
  exam_minutes: number | null
  /** Whether the exam repeats another */
  is_repeat: boolean
}

/** One row per deviation of an assessable exam */
export interface MartDeviation {
  /** Center (main.center) */
  center_code: string
  /** Accession number, unique within the center */
  accession_no: string
  /** Center's local day */
  day: string
  /** Scanner (main.scanner) */
  scanner_id: string
  /** Protocol */
  protocol_code: string
  /** Version in force on the day */
  protocol_version: number
  /** Step; null for wrong_order and dose */
  step: string | null
  /** missing_step, out_of_tolerance, missing_parameter, missing_tag, extra_step, wrong_order or dose_over_reference */
  kind: string
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
  center_code: string
  /** Accession number, unique within the center */
  accession_no: string
  /** Center's local day */
  day: string
  /** Scanner (main.scanner) */
  scanner_id: string
  /** DICOM modality */
  modality: string
  /** AI product (main.ai_product) */
  product_code: string
  /** Version that gave the reading */
  product_version: string
  /** Finding */
  finding_code: string
  /** The product's call */
  flagged: boolean
  /** The finding is in the report */
  reader_positive: boolean
  /** TP, FP, FN or TN with the radiologist as reference */
  outcome: string
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
  day: string
  /** Center (main.center) */
  center_code: string
  /** DICOM modality */
  modality: string
  /** Scanner (main.scanner); null where the exam names none */
  scanner_id: string | null
  /** AI product (main.ai_product) */
  product_code: string
  /** Version of the product */
  product_version: string
  /** Runs: exams sent to the version */
  runs: number
  /** of these with an ok result */
  ok_runs: number
  /** failed */
  failed_runs: number
  /** ran into a time limit */
  timeout_runs: number
  /** of which the product refused the images */
  rejected_runs: number
  /** with an ok result that the radiologist opened */
  opened_runs: number
  /** Exams with an ok result of the product, each counted once, at its first version */
  exams_read: number
  /** Performed exams of the product's modality and body parts, from live_from on, each counted once, at the first version that it was sent to */
  exams_sent: number
  /** of these: of several failures the gravest, the images were refused */
  exams_rejected: number
  /** of these: ran into a time limit */
  exams_timed_out: number
  /** of these: failed */
  exams_failed: number
  /** of these: with an ok result */
  exams_ok: number
  /** of these: back before the report was signed, or while it is not */
  exams_back: number
  /** of these: opened before it */
  exams_opened: number
  /** of these: accepted, rejected or modified */
  exams_acted: number
  /** Milliseconds from sent to returned of each of exams_ok that has both, the smallest first; null without one */
  latencies_ms: number[] | null
}

/** One row per local day of the exam, center, scanner, modality, finding, and two products that both read it */
export interface MartAiPairDay {
  /** Center's local day */
  day: string
  /** Center (main.center) */
  center_code: string
  /** Scanner (main.scanner) */
  scanner_id: string
  /** DICOM modality */
  modality: string
  /** Finding */
  finding_code: string
  /** AI product (main.ai_product), the first by its code */
  first_code: string
  /** The other */
  second_code: string
  /** Exams on which both have a reading of the finding */
  exams: number
  /** of these: reported, and flagged by both */
  found_both: number
  /** reported, and flagged by the first only */
  found_first_only: number
  /** reported, and flagged by the second only */
  found_second_only: number
  /** reported, and flagged by neither */
  found_neither: number
  /** not reported, and flagged by the first only */
  false_first_only: number
  /** not reported, and flagged by the second only */
  false_second_only: number
}

/** One row per month, center, modality and finding */
export interface MartAiCoverageMonth {
  /** First day of the month */
  month: string
  /** Center (main.center) */
  center_code: string
  /** DICOM modality */
  modality: string
  /** Finding */
  finding_code: string
  /** Performed exams whose report has the finding */
  reader_positives: number
  /** of these: some product of the catalogue lists the finding for the modality */
  coverable: number
  /** of these: some product has an ok result for it */
  covered: number
  /** of these: some product's reading flagged it */
  covered_and_flagged: number
}

/** One row per performed exam: what it brought and what it used */
export interface MartExamMoney {
  /** Center (main.center) */
  center_code: string
  /** Accession number, unique within the center */
  accession_no: string
  /** Center's local day */
  day: string
  /** First day of the month of day */
  month: string
  /** DICOM modality */
  modality: string
  /** Scanner (main.scanner) */
  scanner_id: string
  /** Protocol; null where the exam has none */
  protocol_code: string | null
  /** Payer class of its lines, several where they differ; null where it has none */
  payer_class: string | null
  /** Charge lines but the void ones, whatever their service date */
  charge_lines: number
  /** Σ charge_amount of these, CNY */
  gross_charges: number | null
  /** Σ allowed_amount of those not denied, written off or refunded, CNY */
  allowed: number | null
  /** Σ over the lines in allowed of (allowed − refunded) × (1 − partner share on the service date), not rounded, CNY */
  net_revenue: number | null
  /** Lines among these whose service date lies in another month */
  other_month_lines: number
  /** Their part of gross_charges, CNY */
  other_month_gross_charges: number | null
  /** Their part of allowed, CNY */
  other_month_allowed: number | null
  /** Their part of net_revenue, CNY */
  other_month_net_revenue: number | null
  /** On the table in staffed hours, outside down and service; null = hours unknown, minutes */
  table_minutes: number | null
  /** The scanner month's used capacity cost × table minutes ÷ those of its performed exams, CNY; null where either is unknown */
  capacity_cost: number | null
  /** Even share of the month's variable costs of its scanner and its center, CNY; null = the ledger has not come */
  variable_cost: number | null
  /** net revenue − variable cost, CNY */
  contribution: number | null
  /** contribution − capacity cost, CNY */
  margin: number | null
  /** Exam that it repeats, as main.exam has it; null where it repeats none */
  repeat_of: string | null
}

/** One row per month, center and line between the sum over its exams and its profit and loss */
export interface MartExamMoneyMonth {
  /** First day of the month */
  month: string
  /** Center (main.center) */
  center_code: string
  /** without_exam and exam_of_another_month (charges of the month), service_in_another_month (taken off: charges of its exams), partner_rounding, variable_without_exam, capacity_not_used */
  line: string | null
  /** Charge lines */
  charge_lines: number
  /** Σ over mart.exam_money + this over all lines = mart.center_month.gross_charges, CNY */
  gross_charges: number | null
  /** likewise, CNY */
  allowed: number | null
  /** likewise, CNY */
  net_revenue: number | null
  /** likewise, CNY */
  variable_cost: number | null
  /** Σ capacity_cost over mart.exam_money + this = mart.center_month.fixed_cost, CNY */
  fixed_cost: number | null
}

/** One row per month, center, scanner, modality and protocol: mart.exam_money added up */
export interface MartExamMoneyProtocolMonth {
  /** First day of the month */
  month: string
  /** Center (main.center) */
  center_code: string
  /** Scanner (main.scanner) */
  scanner_id: string
  /** DICOM modality */
  modality: string
  /** Protocol; null: exams without */
  protocol_code: string | null
  /** Performed exams */
  exams: number
  /** Σ charge_lines */
  charge_lines: number
  /** Σ gross_charges, CNY */
  gross_charges: number | null
  /** Σ allowed, CNY */
  allowed: number | null
  /** Σ net_revenue, CNY */
  net_revenue: number | null
  /** Σ variable_cost where it is known, CNY */
  variable_cost: number | null
  /** Σ capacity_cost where it is known, CNY */
  capacity_cost: number | null
  /** Exams whose contribution is known */
  contribution_exams: number
  /** Σ contribution where it is known, CNY */
  contribution: number | null
  /** Exams whose margin is known */
  margin_exams: number
  /** Σ margin where it is known, CNY */
  margin: number | null
  /** Σ table_minutes where they are known, minutes */
  table_minutes: number | null
  /** Σ net_revenue of exams whose table_minutes are known, CNY */
  timed_net_revenue: number | null
  /** Σ contribution of exams whose table_minutes are known, CNY */
  timed_contribution: number | null
  /** Σ contribution of exams with table_minutes above 0, CNY */
  on_table_contribution: number | null
  /** Σ table_minutes of exams whose contribution is known, minutes */
  contribution_minutes: number | null
  /** Σ table_minutes of exams whose margin is known, minutes */
  margin_minutes: number | null
}

/** One row per month, center, scanner, modality and payer class: mart.exam_money added up */
export interface MartExamMoneyPayerMonth {
  /** First day of the month */
  month: string
  /** Center (main.center) */
  center_code: string
  /** Scanner (main.scanner) */
  scanner_id: string
  /** DICOM modality */
  modality: string
  /** Payer class, several, or null as in mart.exam_money */
  payer_class: string | null
  /** Performed exams */
  exams: number
  /** Σ charge_lines */
  charge_lines: number
  /** Σ gross_charges, CNY */
  gross_charges: number | null
  /** Σ allowed, CNY */
  allowed: number | null
  /** Σ net_revenue, CNY */
  net_revenue: number | null
  /** Σ variable_cost where it is known, CNY */
  variable_cost: number | null
  /** Σ capacity_cost where it is known, CNY */
  capacity_cost: number | null
  /** Exams whose contribution is known */
  contribution_exams: number
  /** Σ contribution where it is known, CNY */
  contribution: number | null
  /** Exams whose margin is known */
  margin_exams: number
  /** Σ margin where it is known, CNY */
  margin: number | null
  /** Σ table_minutes where they are known, minutes */
  table_minutes: number | null
  /** Σ net_revenue of exams whose table_minutes are known, CNY */
  timed_net_revenue: number | null
  /** Σ contribution of exams whose table_minutes are known, CNY */
  timed_contribution: number | null
  /** Σ contribution of exams with table_minutes above 0, CNY */
  on_table_contribution: number | null
  /** Σ table_minutes of exams whose contribution is known, minutes */
  contribution_minutes: number | null
  /** Σ table_minutes of exams whose margin is known, minutes */
  margin_minutes: number | null
}

/** One row per exam, charge line, or lines alike, that leaks: done and not charged, or charged and not done */
export interface MartLeak {
  /** exam_without_charge, charge_without_exam, contrast_not_billed (by a protocol with contrast, no line of which bills it), duplicate (same procedure, exam and day) */
  kind: string
  /** Center (main.center) */
  center_code: string
  /** Accession number, unique within the center */
  accession_no: string
  /** First of the lines; null where there is none */
  charge_id: string | null
  /** Local day of the exam, else of the line's service */
  day: string
  /** First day of the month of day */
  month: string
  /** Procedure of the line, else of the exam */
  procedure_code: string | null
  /** Charge lines that were found */
  lines: number
  /** How often it leaks: of lines alike all but one */
  items: number
  /** What the center charges on average for the procedure in that month, else its list price; what was charged; what contrast costs on average there; all lines but the dearest. Null where nobody knows, CNY */
  amount: number | null
}

/** One row per center and month */
export interface MartCenterMonth {
  /** First day of the month */
  month: string
  /** Center (main.center) */
  center_code: string
  /** closed when the month is over, its ledger has what its last closed months had, and at most 5 % of gross charges are pending; else open */
  month_state: string
  /** Category and behaviour, as rent fixed, that each of the last three closed months had and this one lacks; empty = none; null while the month is not over */
  missing_costs: string[] | null
  /** Performed exams */
  exams_performed: number
  /** Σ charge_amount, CNY */
  gross_charges: number
  /** Billed lines without allowed amount, CNY */
  pending_charges: number
  /** Charges of denied lines, CNY */
  denied_charges: number
  /** Charges of refunded lines, CNY */
  refunded_charges: number
  /** gross − allowed − denied − refunded − written off − pending, CNY */
  adjustments: number
  /** Σ allowed_amount of lines not denied, written off or refunded, CNY */
  allowed: number
  /** Σ refunded over the lines in allowed, CNY */
  refunds: number
  /** Collected so far for services of the month, CNY */
  collected: number
  /** Written-off lines, CNY */
  written_off: number
  /** Denied lines of insurers */
  denied_lines: number
  /** Paid, partly paid and denied lines of insurers */
  adjudicated_lines: number
  /** Owed and not yet paid, CNY */
  outstanding: number
  /** Partner's share, CNY */
  partner_payout: number
  /** allowed − refunds − partner payout, CNY */
  net_revenue: number
  /** Variable costs; null = the ledger has not come, CNY */
  variable_cost: number | null
  /** Fixed costs; null = the ledger has not come, CNY */
  fixed_cost: number | null
  /** net revenue − variable cost, CNY */
  contribution: number | null
  /** contribution − fixed cost, CNY */
  operating_profit: number | null
  /** operating profit ÷ net revenue; null where net revenue is not positive */
  operating_margin_rate: number | null
  /** Σ over mart.scanner_month; null where the hours of a scanner are unknown, minutes */
  practical_capacity_minutes: number | null
  /** Σ occupied minutes of the scanners, in hours and out, minutes */
  occupied_minutes: number
  /** Σ over mart.scanner_month, null where practical capacity is: so both add up over months, and their ratio is the use of capacity, minutes */
  occupied_in_hours_minutes: number | null
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
  run_id: string
  /** Start */
  started_at: string
  /** End of the work; null in the snapshot of a run that did not end */
  ended_at: string | null
  /** nightly, backfill or rebuild */
  kind: string
  /** published */
  status: string
  /** Snapshot that the run published */
  snapshot_id: string
  /** Files recorded by the run */
  files_read: number
  /** Rows read */
  rows_read: number
  /** Rows that became the current row of their key */
  rows_loaded: number
  /** Rows rejected */
  rows_rejected: number
  /** Rows that a newer row of the same key replaced */
  rows_superseded: number
  /** Whether the data is a demo network */
  is_demo: boolean
}

/** One row per landed file (path and content) */
export interface OpsSourceFile {
  /** Key; facts name it as source_file_id */
  file_id: string
  /** First folder of the path */
  feed: string
  /** Path below the landing folder */
  path: string
  /** SHA-256 of the content */
  sha256: string
  /** Size, bytes */
  bytes: number
  /** utf-8 or gb18030; null where there is no text */
  encoding: string | null
  /** Run that recorded it */
  run_id: string
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
  status: string
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
  file_id: string
  /** Feed */
  feed: string
  /** Path below the landing folder */
  path: string
  /** Line on which the row begins, 1 = first line; null = the whole file */
  line: number | null
  /** First column, in the contract's order, that breaks the rule */
  column_name: string | null
  /** Reason code of the landing contract */
  reason: string
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
  run_id: string
  /** Check */
  check_name: string
  /** block or warn */
  severity: string
  /** Whether the check passed */
  passed: boolean
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
  run_id: string
  /** Check (ops.check) */
  check_name: string
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
  run_id: string
  /** DICOM keyword; (other) where it is none */
  keyword: string
  /** Series in which it was dropped */
  series: number
}

/** One row per HTTP source and fetch */
export interface OpsSourceFetch {
  /** Run that asked, also one that found nothing new; null for etl fetch */
  run_id: string | null
  /** Source, as sources.json names it; (declaration) where that cannot be read */
  source_id: string
  /** Feed */
  feed: string | null
  /** Center (main.center) whose records the source gives; null where they name it themselves */
  center_code: string | null
  /** complete, partial (stopped at a limit, the next run goes on) or failed */
  status: string
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
  started_at: string
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
  key: string
  /** Value */
  value: string
}

/** Feeds that centers land, in the order in which they are loaded. */
export const FEEDS = ['exams', 'scanner_log', 'ai_results', 'billing', 'costs'] as const
export type FeedName = (typeof FEEDS)[number]

/** Version of these tables: snapshots of another are not asked. */
export const SCHEMA_VERSION = 3

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
  target: Target
  budget: Budget
  intervention: Intervention
  exam: Exam
  scanner_state: ScannerState
  acquisition: Acquisition
  scanner_fault: ScannerFault
  ai_result: AiResult
  charge: Charge
  cost: Cost
  'mart.scanner_day': MartScannerDay
  'mart.scanner_ledger': MartScannerLedger
  'mart.scanner_month': MartScannerMonth
  'mart.center_day': MartCenterDay
  'mart.exam_compliance': MartExamCompliance
  'mart.deviation': MartDeviation
  'mart.ai_reading': MartAiReading
  'mart.ai_run_day': MartAiRunDay
  'mart.ai_pair_day': MartAiPairDay
  'mart.ai_coverage_month': MartAiCoverageMonth
  'mart.exam_money': MartExamMoney
  'mart.exam_money_month': MartExamMoneyMonth
  'mart.exam_money_protocol_month': MartExamMoneyProtocolMonth
  'mart.exam_money_payer_month': MartExamMoneyPayerMonth
  'mart.leak': MartLeak
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
