import type { Missing, Paged } from './common.ts'
import type { DataState } from './overview.ts'

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

export interface RejectGroup {
  feed: string
  reason: string
  center_code: string | null
  column_name: string | null
  rows: number
  files: number
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

export interface DataQuery {
  /** Part of a path. */
  search?: string
  feed?: string
  status?: string
  reason?: string
  center?: string
  files_page?: number
  rejects_page?: number
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
  /** Of the newest run. */
  checks: CheckRow[]
  freshness: FreshnessRow[]
  dropped_parameters: { keyword: string; series: number }[]
  /** Rows by feed over all files. */
  feeds: {
    feed: string
    files: number
    rows_read: number
    rows_loaded: number
    rows_rejected: number
    rows_superseded: number
  }[]
}
