import type { Kysely } from 'kysely'
import { QueryError } from '../errors.ts'
import type { Database } from '../schema.ts'

/** What `current.json` says about the snapshot that is served. */
export interface Snapshot {
  schema_version: number
  snapshot_id: string
  /** Absolute path of the DuckDB file. */
  file: string
  published_at: string
  run_id: string | null
  is_demo: boolean
  /** The data directory that it was found in. */
  data_dir: string
}

export type Ask<T> = (db: Kysely<Database>, snapshot: Snapshot) => Promise<T>

/** What page functions need: to ask a question of the current snapshot, by a key under which the answer is kept. */
export interface WarehouseReader {
  /** `question` names the answer within a snapshot. Null while nothing has been published. */
  read<T>(question: string, ask: Ask<T>): Promise<T | null>
}

export class SnapshotUnusableError extends QueryError {
  readonly code = 'queries/snapshot-unusable'
}
