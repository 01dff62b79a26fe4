import type { Readable } from 'node:stream'
import type { DataClass } from '#queries/data-classes.ts'
import type { CenterScope } from '#queries/scope/center-scope.ts'
import type { Role } from '../access.ts'
import type { ParameterValue } from './parameters.ts'

/** A column of a result; `type` is DuckDB's own name of its type, as `DECIMAL(14,2)`. */
export interface SqlColumn {
  name: string
  type: string
}

/** What somebody's statements find: columns of their classes of data, rows of their centers. */
export interface Offer {
  classes: readonly DataClass[]
  scope: CenterScope
}

/** Who asks: queues, cancelling and quotas are by name. */
export interface Asker extends Offer {
  user: string
}

export interface SqlRequest extends Asker {
  sql: string
  /** Values of `$name` in the text. */
  parameters?: Record<string, ParameterValue>
  /** A retained snapshot; left out, the current one. */
  snapshotId?: string
  /** Fewer rows than the limit of the place: screen or export. */
  maxRows?: number
  /** Chosen by the caller so that it can cancel before the answer; else one is made up. */
  queryId?: string
  signal?: AbortSignal
}

export interface SqlResult {
  queryId: string
  columns: SqlColumn[]
  /** Values as `queries/db/values.ts` converts them. A text over the cell limit is cut and ends with `…`. */
  rows: unknown[][]
  /** Whether there were more rows than `rowLimit`, or more bytes than a screen takes. */
  truncated: boolean
  /** Columns that a `*` left out, since the classes of who asks do not hold them; as `exam.accession_no`. */
  narrowed: string[]
  rowLimit: number
  elapsedMs: number
  snapshotId: string
}

export type SqlProblemCode =
  'refused' | 'syntax' | 'failed' | 'timeout' | 'memory' | 'cancelled' | 'busy' | 'no_snapshot' | 'snapshot_gone'

/** Why there is no answer. Code decides, the message is for people. It never holds a path or another person's text. */
export interface SqlProblem {
  code: SqlProblemCode
  message: string
  /** Where in the text as sent: UTF-16 offset from 0. */
  position?: number
  length?: number
  suggestions?: string[]
  /** What is allowed instead. */
  allowed?: string
  /** Tables and columns that are of classes which whoever asks does not have, and the roles that have them. */
  withheld?: { names: string[]; classes: DataClass[]; roles: Role[] }
}

export interface SqlFailure {
  ok: false
  problem: SqlProblem
}

export type SqlAnswer = { ok: true; result: SqlResult } | SqlFailure

/** `plan` is DuckDB's JSON plan; with `analyze` the profile, with times in seconds and rows. */
export type SqlPlan = { ok: true; plan: unknown; elapsedMs: number; snapshotId: string } | SqlFailure

export const EXPORT_FORMATS = ['csv', 'xlsx', 'parquet'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export interface ExportOutcome {
  rows: number
  bytes: number
  /** Whether there were more rows than the limit. The file says so too. */
  truncated: boolean
}

/**
 * A file under way. An error before its first byte is a problem; one after it destroys the stream, so that what came
 * through cannot pass for a complete file. Destroying the stream stops the work.
 */
export type SqlExport =
  | {
      ok: true
      stream: Readable
      filename: string
      contentType: string
      snapshotId: string
      /** Rejects where the stream is destroyed. */
      outcome: Promise<ExportOutcome>
    }
  | SqlFailure

export interface SqlDescription {
  columns: SqlColumn[]
  /** Names without `$`, in order of first use. */
  parameters: string[]
}

export interface SchemaColumn {
  name: string
  type: string
  comment: string | null
  /** Distinct values of columns on the reviewed list of safe ones: codes and states, never keys or free text. */
  samples?: string[]
}

export interface SchemaTable {
  schema: string
  name: string
  comment: string | null
  /** As the engine estimates them; null where that would count rows that nobody may see. */
  rows: number | null
  columns: SchemaColumn[]
}

/** What completion and the schema browser show. */
export interface SqlSchema {
  snapshotId: string
  tables: SchemaTable[]
  functions: { name: string; kind: 'scalar' | 'aggregate' | 'table' | 'macro' }[]
  keywords: string[]
}

/** What `onFinished` hears of each statement that was let into the queue. */
export interface FinishedQuery {
  queryId: string
  user: string
  sql: string
  kind: 'run' | 'explain' | 'export'
  outcome: 'ok' | SqlProblemCode
  rows: number | null
  elapsedMs: number
  snapshotId: string | null
}

/** A layer of protection that depends on the platform. */
export interface Capability {
  name: string
  active: boolean
  detail: string
}

export interface SqlService {
  run(request: SqlRequest): Promise<SqlAnswer>
  explain(request: SqlRequest & { analyze: boolean }): Promise<SqlPlan>
  export(request: SqlRequest & { format: ExportFormat }): Promise<SqlExport>
  /** Binds the statement and runs nothing. */
  describe(sql: string, asker: Asker, snapshotId?: string): Promise<SqlDescription | SqlProblem>
  /** Tables and columns that whoever asks may see, functions and keywords of the current snapshot, kept until the next. */
  schema(asker: Asker): Promise<SqlSchema | SqlProblem>
  /** Only one's own queries, waiting or running. @returns whether there was such a query */
  cancel(user: string, queryId: string): boolean
  /** Ends whatever waits or runs, as if its person had cancelled it. */
  cancelAll(): void
  status(): { workers: number; running: number; waiting: number }
  /** Which layers this platform gives. */
  capabilities(): Capability[]
  /** Called when a statement has ended, however it ended. */
  onFinished(listener: (finished: FinishedQuery) => void): void
  /** Starts the processes before anybody asks. */
  warm(): Promise<void>
  close(): Promise<void>
}
