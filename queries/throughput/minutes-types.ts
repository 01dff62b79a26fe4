import type { Day, Estimate, Names, PageBase } from '../page/page-types.ts'
import type { DifferenceRow } from './definitions.ts'
import type { LedgerClass, UseDefinition } from './ledger-names.ts'

/** Minutes as `mart.scanner_ledger` has them; null where no scanner's hours are known. The six classes make `staffed_minutes`. */
export interface LedgerMinutes {
  staffed_minutes: number | null
  acquiring_minutes: number | null
  on_table_minutes: number | null
  turnover_minutes: number | null
  no_show_minutes: number | null
  idle_minutes: number | null
  down_minutes: number | null
  off_hours_minutes: number | null
}

/** A class of the whole selection. */
export interface LedgerClassRow {
  class: LedgerClass
  minutes: number | null
  /** Of staffed minutes. */
  share: number | null
  /** Null for who may not see money, and where no price is known. */
  cost_cny: number | null
}

export interface LedgerScannerRow extends LedgerMinutes, Names {
  scanner_id: string
  center_code: string
  modality: string
  /** By the definition asked for. */
  utilization: number | null
  idle_share: number | null
  /** Turnover, no-show slots, idle and down time together; null as `cost_cny`. */
  lost_cny: number | null
}

/** Losses of a scanner, the costliest first, with the days that hold most of them. */
export interface Loss extends Names {
  class: LedgerClass
  scanner_id: string
  center_code: string
  modality: string
  minutes: number
  share: number
  cost_cny: number | null
  days: { day: Day; minutes: number }[]
}

/** The definitions side by side for one modality: rates of several together would say nothing. */
export interface DefinitionRow {
  modality: string
  figures: Record<UseDefinition, Estimate>
}

export interface MinutesPage extends PageBase {
  classes: LedgerClassRow[]
  staffed_minutes: number | null
  off_hours_minutes: number | null
  /** Of the staffed minutes, those of months whose ledger has come; others have the last price known. Null for who may not see money. */
  priced_share: number | null
  losses: Loss[]
  scanners: LedgerScannerRow[]
  days: ({ day: Day } & LedgerMinutes)[]
  weekdays: ({ iso_weekday: number } & LedgerMinutes)[]
  definition: UseDefinition
  against: UseDefinition
  definitions: DefinitionRow[]
  /** Minutes of the whole selection in the two definitions chosen. */
  difference: DifferenceRow[]
}
