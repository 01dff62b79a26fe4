import type { throughputMetrics } from './throughput-metrics.ts'
import type { NetworkBeside } from '../page/network-beside.ts'
import type { Day, Figures, Names, PageBase } from '../page/page-types.ts'

/** Figures of the throughput view. Rates and medians are null (`modalities_not_pooled`) while several modalities are in. */
export type ThroughputMetric = Exclude<keyof typeof throughputMetrics, 'unreported_rate' | 'down_share'>

export interface ModalityFigures {
  modality: string
  figures: Figures<ThroughputMetric>
}

/** Exams per day and modality; `previous_*` is the day at the same place of the previous period. */
export interface ExamsPerDay {
  modality: string
  days: { day: Day; exams_performed: number; previous_day: Day; previous_exams_performed: number }[]
}

export interface ScannerRow {
  scanner_id: string
  center_code: string
  modality: string
  manufacturer: string | null
  model: string | null
  exams_performed: number
  /** Null where the staffed hours are unknown. */
  staffed_minutes: number | null
  down_minutes: number | null
  available_minutes: number | null
  occupied_minutes: number | null
  occupied_in_hours_minutes: number | null
  scanning_minutes: number | null
  /** Σ occupied in hours ÷ Σ available over the period. */
  utilization_rate: number | null
}

/** Exams by local hour of the week in which they started. */
export interface HeatMap {
  modality: string
  /** 168 counts; place (ISO weekday − 1) × 24 + hour. */
  exams_started: number[]
}

export interface CenterThroughputRow extends Names {
  center_code: string
  modality: string
  exams_performed: number
  /** Booking figures and out-of-hours exams are null under a scanner filter. */
  no_shows: number | null
  cancellations: number | null
  repeats: number
  unreported: number
  out_of_hours_exams: number | null
  bookings_due: number | null
  no_shows_due: number | null
  /** Null without due bookings, below the minimum count, or when stale bookings exceed 5 %. */
  no_show_rate: number | null
  utilization_rate: number | null
  wait_minutes_median: number | null
  turnaround_minutes_median: number | null
  turnaround_minutes_p90: number | null
}

export interface ThroughputPage extends PageBase {
  figures: Figures<ThroughputMetric>
  /** Beside the figures of one modality. */
  network: NetworkBeside<ThroughputMetric>
  by_modality: ModalityFigures[]
  exams_per_day: ExamsPerDay[]
  /** The busiest first, unknown utilization last. */
  scanners: ScannerRow[]
  /** How many scanners there are. */
  scanners_total: number
  heat_map: HeatMap[]
  centers: CenterThroughputRow[]
}
