// What one statement of an analyst may use. The console's limits are the same.

/** Rows shown where nothing else is asked for, and the most that can be asked for. */
export const DEFAULT_ROWS = 10_000
export const MOST_ROWS = 1_000_000

/** Running time; an interrupt is sent then, and what ignores it is killed this much later. */
export const TIME_LIMIT_MS = 30_000
export const KILL_AFTER_MS = 1_500

/** How long the child may take to open the snapshot, on a machine that is busy loading. */
export const START_LIMIT_MS = 60_000

/** Memory that the engine may count on. */
export const MEMORY_LIMIT = '1GB'

/**
 * Address space that a statement may take beyond what its process has when it starts, in KiB: lists, long texts and the
 * finished result escape the engine's own limit.
 */
export const ADDRESS_SPACE_KIB = 4 * 1024 * 1024

export const TOO_MUCH_MEMORY = 'The statement needs more memory than it may have. Ask for fewer rows or columns.'

/** Longer statements are refused before they reach the parser. */
export const LONGEST_STATEMENT = 100_000

export const FORMATS = ['table', 'csv', 'json', 'ndjson'] as const
export type Format = (typeof FORMATS)[number]

/** What the parent sends to the child, once. */
export interface Job {
  file: string
  sql: string
  format: Format
  maxRows: number
  timeLimitMs: number
}

/**
 * What the child answers beside the result on its stdout. The time limit holds from `started`, when the snapshot is
 * open, to `computed`: who reads a result slowly is not cut off.
 */
export type Reply =
  | { kind: 'started' }
  | { kind: 'computed' }
  | { kind: 'done'; rows: number; truncated: boolean }
  | { kind: 'failed'; message: string }
