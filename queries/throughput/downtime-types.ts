import type { Estimate, Names, PageBase } from '../page/page-types.ts'

/** Faults of a code and severity, and the stops that followed one of them within ten minutes. */
export interface FaultRow {
  code: string
  severity: string
  events: number
  scanners: number
  /** Stretches in state down that began at most ten minutes after such a fault; each belongs to the last fault before it. */
  stops: number
  stop_minutes: number
  /** Exams whose slot began within one of them. */
  exams: number
}

/** How often and for how long a scanner stops. */
export interface ReliabilityRow extends Names {
  scanner_id: string
  center_code: string
  modality: string
  staffed_minutes: number | null
  available_minutes: number | null
  /** Available of staffed minutes. */
  availability_rate: number | null
  /** Stretches in state down that began in the period. */
  stops: number
  /** Available minutes for each stop; null below three stops. */
  mtbf_minutes: number | null
  /** Mean length of the stops that are over, at any hour; null below three. */
  mttr_minutes: number | null
}

export interface AvailabilityRow {
  scanner_id: string
  center_code: string
  modality: string
  /** First day of the month; only its days of the period count. */
  month: string
  availability: Estimate
}

export interface DowntimePage extends PageBase {
  faults: FaultRow[]
  reliability: ReliabilityRow[]
  availability: AvailabilityRow[]
}
