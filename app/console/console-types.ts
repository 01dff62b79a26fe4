import type { LibraryQuery } from '#queries/library/types.ts'
import type { Relation } from '#queries/library/relations.ts'
import type { SqlColumn, SqlProblem, SqlResult, SqlSchema } from '../sql/sql-types.ts'
import type { Audience } from '../server/app-db/console-tables.ts'
import type { HistoryEntry } from '../server/sql-store/history.ts'
import type { SavedQuery, SavedVersion } from '../server/sql-store/saved-queries.ts'

export type {
  Audience,
  HistoryEntry,
  LibraryQuery,
  Relation,
  SavedQuery,
  SavedVersion,
  SqlColumn,
  SqlProblem,
  SqlSchema,
}

/** What the console opens with. `address` changes when something else is opened, never by itself. */
export interface Opened {
  sql: string
  parameters: Record<string, string>
  snapshotId: string | null
  /** The saved query, if it is one. */
  saved: SavedQuery | null
  libraryId: string | null
  /** The asked snapshot is no longer kept: the current one would answer. */
  snapshotGone: boolean
  /** There was such an address, but it leads to nothing. */
  missing: boolean
}

export interface ConsolePage {
  user: string
  opened: Opened
  /** Why the export was refused that led here. */
  refused: ConsoleProblem | null
  schema: SqlSchema | null
  relations: readonly Relation[]
  lists: Record<string, string>
  library: readonly LibraryQuery[]
  saved: SavedQuery[]
  history: HistoryEntry[]
  versions: SavedVersion[]
  search: string
  snapshotId: string | null
  screenRows: number
  exportRows: number
}

/** A problem of the console beside those of the service. */
export type ConsoleProblem = Omit<SqlProblem, 'code'> & {
  code: SqlProblem['code'] | 'signed_out' | 'too_long' | 'unreachable'
}

export type RunResult = Omit<SqlResult, 'queryId'>

export type RunAnswer = { ok: true; result: RunResult } | { ok: false; problem: ConsoleProblem }
export type PlanAnswer =
  { ok: true; plan: unknown; elapsedMs: number; analyzed: boolean } | { ok: false; problem: ConsoleProblem }
