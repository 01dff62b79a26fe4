import { readFile } from 'node:fs/promises'
import { EtlError } from '../errors.ts'
import type { Checksum } from '../publish/checksum.ts'

/** Raised when files under `history/` change shape; older ones are refused, never misread. */
export const HISTORY_VERSION = 1

/** What counts no more, because somebody said so: it was lost, or its patients were hashed with another key. */
export interface Forgotten {
  /** Ids of runs. */
  runs: string[]
  /** Compactions by `compacted_at`; the runs that they stand for are among `runs`. */
  compactions: string[]
}

/** What a run added to history. It counts only once this record exists: it is written last. */
export interface HistoryRecord {
  history_version: number
  run_id: string
  started_at: string
  ended_at: string
  kind: 'nightly' | 'backfill' | 'rebuild'
  snapshot_id: string
  is_demo: boolean
  /** Files of the run by folder (a feed, `source_file` or `reject`), below `history/`. */
  files: Record<string, string[]>
  /** What those files must be, by name; absent in records of older programs. */
  checksums?: Record<string, Checksum>
  /** What the file of the run's snapshot must be; absent in records of older programs. */
  snapshot?: Checksum
  /** Fingerprint of the key by which patients were hashed; absent in records of older programs. */
  key?: string
  /** What counts no more since this run. */
  forgets?: Forgotten
  figures: {
    files_read: number
    rows_read: number
    rows_loaded: number
    rows_rejected: number
    rows_superseded: number
  }
}

/**
 * `history/compacted.json`: files that stand for those of all runs up to `through_run`. Their records stay as they are and
 * name files that are gone.
 */
export interface Compacted {
  history_version: number
  compacted_at: string
  through_run: string
  files: Record<string, string[]>
  checksums: Record<string, Checksum>
}

/** Reads a record or `compacted.json`; one that is torn or of another version is refused with what to do. */
export async function readVersioned<T extends { history_version: number }>(path: string, whose: string): Promise<T> {
  let found: T
  try {
    found = JSON.parse(await readFile(path, 'utf8')) as T
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new EtlError(
      'etl/history-torn',
      `${path} is not whole. Put it back from the backup of DATA_DIR/history; npm run etl -- verify tells what else is wrong.`,
    )
  }
  if (found.history_version === HISTORY_VERSION) return found
  throw new EtlError(
    'etl/history-version',
    `history of ${whose} has version ${found.history_version}, this program reads version ${HISTORY_VERSION}. ` +
      'Run the program version that wrote it, or load the landing files again into a new DATA_DIR.',
  )
}
