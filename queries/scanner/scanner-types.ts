import type { DefinitionRow, LedgerMinutes } from '../throughput/minutes-types.ts'
import type { Day, Names, PageBase } from '../page/page-types.ts'

export interface ScannerInfo extends Names {
  scanner_id: string
  center_code: string
  modality: string
  manufacturer: string | null
  model: string | null
  field_strength_t: number | null
  installed_on: Day | null
  retired_on: Day | null
  staffed_hours: string | null
  /** Of its center. */
  time_zone: string
}

/** A stretch of the day; `ended_at` is null where it is still open or not known. */
export interface Stretch {
  started_at: string
  ended_at: string | null
}

/** An exam that was booked on the scanner or made on it. */
export interface DayExam {
  accession_no: string
  status: string
  protocol_code: string | null
  priority: string | null
  scheduled_at: string
  /** Null where the length of the slot is unknown. */
  slot_ends_at: string | null
  arrived_at: string | null
  started_at: string | null
  completed_at: string | null
  reported_at: string | null
  /** Where its slot was on another scanner, that one. */
  scheduled_scanner_id: string | null
  /** Made on another scanner. */
  scanner_id: string | null
  series: number
}

export interface DaySeries extends Stretch {
  accession_no: string
  series_no: number | null
  step: string
}

export interface DayState extends Stretch {
  state: string
}

export interface DayFault {
  at: string
  code: string
  severity: string
}

/** Everything that is known of a scanner on one local day. Instants; what began before or ended after is not cut. */
export interface ScannerDay {
  day: Day
  /** The days with data before and after; null at the ends. */
  previous: Day | null
  next: Day | null
  starts_at: string
  ends_at: string
  /** Null where the hours are unknown. */
  windows: { started_at: string; ended_at: string }[] | null
  exams: DayExam[]
  series: DaySeries[]
  states: DayState[]
  faults: DayFault[]
  ledger: LedgerMinutes | null
}

export interface ScannerPage extends PageBase {
  scanner: ScannerInfo
  /** The period of the filter. */
  ledger: LedgerMinutes
  days: ({ day: Day } & LedgerMinutes)[]
  weekdays: ({ iso_weekday: number } & LedgerMinutes)[]
  definitions: DefinitionRow[]
  /** Null where the address names no day. */
  on_day: ScannerDay | null
}
