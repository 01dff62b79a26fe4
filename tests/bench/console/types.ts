import type { ExportFormat } from '#app/sql/sql-types.ts'

export interface ExportTimes {
  format: ExportFormat
  rows: number
  bytes: number
  /** Milliseconds from the request to the first byte, and to the last. */
  firstMs: number
  wholeMs: number
  /** Resident memory above what the process had before, at most. */
  extraMib: number
}

/** Milliseconds at the server, in the order in which they were measured. */
export interface ConsoleTimes {
  trivial: number[]
  /** After one of the processes was killed: the next answer, and until there are as many as before. */
  killed: { next: number; replaced: number }[]
  exports: ExportTimes[]
  /** The same question of one person, alone and while another person's statement runs. */
  usual: number[]
  attacked: number[]
}
