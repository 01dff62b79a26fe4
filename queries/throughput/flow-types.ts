import type { Names, Paged, PageBase } from '../page/page-types.ts'

/** Quantiles of minutes; null below five exams. Calendar time. */
export interface Strip {
  n: number
  p10: number | null
  p25: number | null
  p50: number | null
  p75: number | null
  p90: number | null
}

/** A wait or a turnaround by modality and priority, beside what the network wants of it. */
export interface StripRow extends Strip {
  metric: 'wait' | 'turnaround'
  modality: string
  priority: string | null
  /** Minutes of the most particular target that fits; null where there is none. */
  target: number | null
  within: number | null
  within_share: number | null
}

export type Step = 'access' | 'arrival' | 'wait' | 'exam' | 'preliminary' | 'final'

export interface PathRow extends Strip {
  step: Step
  modality: string
}

/** Performed exams without a final report by the time since their end, up to their center's newest data. */
export interface UnreportedRow {
  modality: string
  under_4_hours: number
  under_24_hours: number
  under_3_days: number
  over_3_days: number
}

export interface UnreportedExam extends Names {
  center_code: string
  accession_no: string
  modality: string
  scanner_id: string | null
  priority: string | null
  completed_at: string
  time_zone: string
  age_minutes: number
}

export type KeptBy = 'iso_weekday' | 'hour' | 'lead' | 'referral_source'

/** Bookings ordered on an earlier day, by one property: how many were due, missed or cancelled. */
export interface KeptRow {
  kept_by: KeptBy
  value: string | null
  bookings_due: number
  no_shows_due: number
  /** Null below ten bookings. */
  no_show_rate: number | null
  low: number | null
  high: number | null
  cancellations: number
  /** Of the bookings due and the cancelled together. */
  cancellation_rate: number | null
}

/** A center's due bookings that were ordered more than 14 days ahead. */
export interface FarAheadRow extends Names {
  center_code: string
  bookings_due: number
  no_shows_due: number
  no_show_rate: number | null
  low: number | null
  high: number | null
  /** Rate of all due bookings of the filter, however early they were made. */
  together: number
}

/** The first exam of each day of a scanner against the first slot of that day. */
export interface FirstCaseRow extends Names {
  scanner_id: string
  center_code: string
  modality: string
  days: number
  /** Days on which it began at most 15 minutes late. */
  on_time_days: number
  /** Null below ten days. */
  on_time_rate: number | null
  low: number | null
  high: number | null
  delay_minutes_median: number | null
}

export interface DurationRow extends Names {
  protocol_code: string
  n: number
  exam_minutes_median: number | null
  network_n: number
  network_exam_minutes_median: number | null
  /** Of the version in force on the last day of the period. */
  target_minutes: number | null
}

export interface FlowPage extends PageBase {
  strips: StripRow[]
  /** In calendar time. */
  path: PathRow[]
  /** Only the minutes in which the scanner is staffed; null unless asked for. */
  staffed_path: PathRow[] | null
  unreported: UnreportedRow[]
  /** Null where the reader may not see single exams. */
  unreported_exams: Paged<UnreportedExam> | null
  kept: KeptRow[]
  /** Centers that keep fewer of the bookings made far ahead than are kept of all, by evidence. */
  far_ahead: FarAheadRow[]
  first_cases: FirstCaseRow[]
  protocols: DurationRow[]
}
