import type { ExportFormat, Offer, SqlColumn, SqlProblem } from '../../../sql/sql-types.ts'
import type { ParameterValue } from '../../../sql/parameters.ts'

/** What the parent tells a process when it starts, once. */
export interface Boot {
  /** A hard link of the snapshot that the parent removes when the process is ready. */
  file: string
  /** Paths, in whose place no error message may name anything. */
  secrets: string[]
  engineMemoryMb: number
  threads: number
  /** The pipe of an export; the only path that the engine may write to. Null in a process for queries. */
  pipe: string | null
  /** The user to become once the snapshot is open; null where the platform gives none. */
  user: { uid: number; gid: number } | null
}

export type Parameters = Record<string, ParameterValue>

interface Statement {
  sql: string
  parameters: Parameters
}

/** What a process is asked, and what is offered for it: the first job settles that for good. */
export type Job = { offer: Offer } & Task

export type Task =
  | (Statement & { kind: 'run'; maxRows: number; maxBytes: number; cellCharacters: number })
  | (Statement & { kind: 'explain'; analyze: boolean })
  | (Statement & { kind: 'export'; format: ExportFormat; maxRows: number; about: Record<string, string> })
  | { kind: 'describe'; sql: string }
  | { kind: 'schema'; sampled: string[] }

export type ToChild =
  | { kind: 'boot'; boot: Boot }
  | { kind: 'confine' }
  | { kind: 'job'; job: Job }
  /** The next rows may be sent. */
  | { kind: 'more' }
  /** Time is up, or nobody wants the answer any more. */
  | { kind: 'interrupt' }

export type FromChild =
  | { kind: 'booted' }
  | { kind: 'ready'; userId: number; noNewPrivileges: boolean }
  | { kind: 'columns'; columns: SqlColumn[] }
  | { kind: 'rows'; rows: unknown[][] }
  | { kind: 'done'; value: unknown; tables: string[]; outOfMemory: boolean }
  | { kind: 'failed'; problem: SqlProblem; outOfMemory: boolean }

export interface Rows {
  rows: number
  truncated: boolean
  /** Columns that a `*` of the statement left out, since the classes of who asks do not hold them. */
  narrowed: string[]
}
