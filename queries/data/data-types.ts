import type { Missing, Paged } from '../page/page-types.ts'
import type { DataState } from '../overview/overview-types.ts'

export interface RunRow {
  run_id: string
  started_at: string
  ended_at: string | null
  kind: string
  status: string
  snapshot_id: string | null
  files_read: number
  rows_loaded: number
  rows_rejected: number
}

export interface FileRow {
  file_id: string
  feed: string
  path: string
  bytes: number
  encoding: string | null
  run_id: string
  /** Null for duplicates. */
  rows_read: number | null
  rows_loaded: number | null
  rows_rejected: number | null
  rows_superseded: number | null
  status: string
  modified_at: string | null
}

/** One file: its figures, what was rejected in it, and where else its content lies. */
export interface FileDetail extends FileRow {
  sha256: string
  rejects: RejectRow[]
  rejects_total: number
  same_content: { file_id: string; path: string; status: string; run_id: string }[]
}

export interface RejectGroup {
  feed: string
  reason: string
  center_code: string | null
  column_name: string | null
  rows: number
  files: number
  /** A few of the values, cut and masked by the loader. */
  examples: string[] | null
}

export interface RejectRow {
  feed: string
  path: string
  line: number | null
  column_name: string | null
  reason: string
  /** Cut and masked by the loader. */
  value: string | null
  center_code: string | null
  run_id: string
  /** A file that could not be read and was read later: the note stays, the fault does not. */
  resolved: boolean
}

/** Rejected rows of a run, under the filters. */
export interface RejectTrend {
  run_id: string
  rows: number
  files: number
}

/** A check over the last runs, oldest first. */
export interface CheckHistory {
  check_name: string
  severity: string
  failed: number
  runs: { run_id: string; passed: boolean; measured: number | null; expected: number | null }[]
}

/** Center, feed or thing at which a check failed. */
export interface CheckFinding {
  check_name: string
  feed: string | null
  center_code: string | null
  subject: string | null
  measured: number | null
  expected: number | null
  detail: string | null
}

/** The last fetch of an HTTP source. */
export interface SourceFetch {
  source_id: string
  feed: string | null
  center_code: string | null
  status: string
  pages: number | null
  files: number | null
  records: number | null
  /** All that had changed before it has landed; null = unknown. */
  watermark_to: string | null
  started_at: string
  ended_at: string | null
  error_code: string | null
  error_message: string | null
}

export interface CheckRow {
  run_id: string
  check_name: string
  severity: string
  passed: boolean
  measured: number | null
  expected: number | null
  detail: string | null
}

export interface FreshnessRow {
  feed: 'exams' | 'scanner_log' | 'ai_results' | 'billing' | 'costs'
  center_code: string
  newest_at: string | null
  rows: number
  /** More than three days behind the feed's newest row. */
  stale: boolean
}

/**
 * How old a center's newest data is against what is usual for it. `usual_days`: nine of ten gaps between its days with rows
 * are no longer; null where there are too few to tell.
 */
export interface FreshnessCell {
  feed: FreshnessRow['feed']
  newest_at: string | null
  /** Days behind the feed's newest row. Null when nothing ever came. */
  age_days: number | null
  usual_days: number | null
  state: 'fresh' | 'late' | 'silent' | 'never'
}

export interface FreshnessCenter {
  center_code: string
  name_en: string
  name_zh: string
  /** The worst of its feeds; a feed that never came from anybody does not count. */
  state: FreshnessCell['state']
  cells: FreshnessCell[]
}

export interface DataQuery {
  /** Part of a path, or the beginning of a SHA-256. */
  search?: string
  /** A run, whose files, rejects and checks are shown. */
  run?: string
  /** Id of one file. */
  file?: string
  feed?: string
  status?: string
  reason?: string
  center?: string
  files_page?: number
  rejects_page?: number
}

export interface FileCounts {
  files: number
  rows_read: number
  rows_loaded: number
  rows_rejected: number
  rows_superseded: number
}

/** Rows of a feed over all its files. */
export interface FeedRows extends FileCounts {
  feed: string
  /** Of the rows read, those rejected; null where none was read. */
  rejected_share: number | null
}

export interface DataPage {
  snapshot_id: string
  missing: Missing[]
  query: DataQuery
  state: DataState
  runs: RunRow[]
  files: Paged<FileRow>
  reject_groups: RejectGroup[]
  rejects: Paged<RejectRow>
  /** Performed exams that stand alone long after all others: wrong dates, most likely. No default period ends on them. */
  outlying_days: { center_code: string; day: string; exams: number }[]
  /** Of the newest run. */
  checks: CheckRow[]
  freshness: FreshnessRow[]
  matrix: FreshnessCenter[]
  reject_trend: RejectTrend[]
  check_history: CheckHistory[]
  /** Of the chosen run, else of the newest that has checks. */
  check_findings: CheckFinding[]
  source_fetches: SourceFetch[]
  /** Of the chosen run. */
  run_checks: CheckRow[]
  file: FileDetail | null
  dropped_parameters: { keyword: string; series: number }[]
  feeds: FeedRows[]
  /** The same over all feeds. */
  totals: FileCounts
}
