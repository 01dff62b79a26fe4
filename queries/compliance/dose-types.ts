import type { Day, Estimate, Names, PageBase, Period } from '../page/page-types.ts'

/**
 * A center's median beside the reference level and the network. `over` the level; `low`: under the network's lower
 * quartile, where images may suffer; `high`: above its upper quartile; null with fewer than 20 exams.
 */
export type DosePlace = 'over' | 'high' | 'usual' | 'low'

/** One quantity of the exams of a protocol version at a center, with the same of the whole network. */
export interface DoseQuantity {
  n: number
  /** Null with fewer than 20 exams. */
  median: number | null
  network_p25: number | null
  network_p75: number | null
  reference: number | null
  place: DosePlace | null
}

export interface CenterDose extends Names {
  center_code: string
  protocol_code: string
  protocol_version: number
  protocol: Names
  /** Largest CTDIvol of an exam's judged series, mGy. */
  ctdi_vol: DoseQuantity
  /** Sum of DLP over all series of an exam, mGy·cm. */
  dlp: DoseQuantity
}

export interface ExamOverReference {
  center_code: string
  accession_no: string
  day: Day
  scanner_id: string | null
  protocol_code: string
  protocol_version: number
  parameter: 'DLP' | 'CTDIvol'
  observed: number
  reference: number
  /** Observed ÷ reference. */
  ratio: number
}

/** A patient of a center, who is not named: only how much and how often. */
export interface PatientDose extends Names {
  center_code: string
  exams: number
  /** Sum of DLP over twelve months, mGy·cm. */
  dlp: number
  last_day: Day
}

export interface DosePage extends PageBase {
  dose_over_reference_rate: Estimate
  centers: CenterDose[]
  /** The furthest above first; `over_total` says how many there are. */
  over: ExamOverReference[]
  over_total: number
  patients: PatientDose[]
  patients_period: Period
}
