// What a statement may use, in the console and in `npm run sql`. Every figure can be set by environment (config.ts).

export interface SandboxLimits {
  /** Processes that wait for statements, and statements that run at once. */
  processes: number
  /** Running time; an interrupt is sent then, and what ignores it is killed a second later. */
  timeLimitMs: number
  /** Memory of a process by the operating system's measure. */
  memoryMb: number
  screenRows: number
  exportRows: number
  exportBytes: number
  waitingPerPerson: number
  threads: number
  /** The user that processes become where the program runs as root. */
  userId: number
}

export const DEFAULT_LIMITS: SandboxLimits = {
  processes: 2,
  timeLimitMs: 30_000,
  memoryMb: 1024,
  screenRows: 10_000,
  exportRows: 1_000_000,
  exportBytes: 256 * 1024 * 1024,
  waitingPerPerson: 3,
  threads: 2,
  userId: 65_534,
}

export const KILL_AFTER_MS = 1_000

/** What an answer for the screen may take beyond the limit to be converted and sent. */
export const SENDING_MS = 500

/** How long a process may take to open the snapshot, on a machine that is busy loading. */
export const START_LIMIT_MS = 60_000

/** Bytes of one answer on the screen; beyond it rows are cut. */
export const SCREEN_BYTES = 32 * 1024 * 1024

/** Characters of one value on the screen; beyond it the value is cut and ends with `…`. */
export const CELL_CHARACTERS = 20_000

/** What a short statement may take while all slots are taken: it has its answer within two seconds, whoever else asks for what. */
export const LANE_MS = 1_500

/** Statements after which a process is replaced: whatever they left in it goes with it. */
export const STATEMENTS_PER_PROCESS = 100

export const FORMATS = ['table', 'csv', 'json', 'ndjson'] as const
export type Format = (typeof FORMATS)[number]
