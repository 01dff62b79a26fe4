/** How loading stands now. It is not in the warehouse: the ETL tells it in small files beside the snapshots. */
export interface Operation {
  /** Null when none runs. */
  scheduler: SchedulerView | null
  running: RunningRun | null
  requested: { requested_at: string; requested_by: string | null } | null
  /** Whether the reader may start a run at all. */
  may_start: boolean
  /** Why a run cannot be started now; null when it can. */
  cannot_start: 'no_scheduler' | 'running' | 'requested' | null
  /** Every outcome, failed ones too, newest first: the newest for the time line, and one page of the list. */
  recent: RunOutcome[]
  runs: { rows: RunOutcome[]; total: number; page: number; page_size: number }
  /** The run that the reader looks into; null when none is chosen, or it is not known. */
  run: RunOutcome | null
  snapshots: KeptSnapshot[]
}

export interface SchedulerView {
  cron: string
  time_zone: string
  started_at: string
  next_run_at: string | null
}

export interface RunningRun {
  run_id: string | null
  trigger: string
  requested_by: string | null
  started_at: string
  updated_at: string
  step: string
  detail: string | null
  files_done: number | null
  files_total: number | null
  rows_read: number | null
}

/** Figures are null where the run failed before it had any. */
export interface RunOutcome {
  run_id: string | null
  status: string
  /** Null for runs of before it was kept. */
  trigger: string | null
  requested_by: string | null
  kind: string | null
  started_at: string
  ended_at: string | null
  snapshot_id: string | null
  code: string | null
  message: string | null
  files_read: number | null
  rows_read: number | null
  rows_loaded: number | null
  rows_rejected: number | null
  rows_superseded: number | null
  steps: { step: string; feed: string | null; seconds: number }[]
}

export interface KeptSnapshot {
  snapshot_id: string
  bytes: number
  written_at: string
  current: boolean
}

/** What changes while somebody watches, as the events of `/data/events` carry it. */
export type OperationNow = Pick<Operation, 'scheduler' | 'running' | 'requested' | 'cannot_start'> & {
  snapshot_id: string | null
  /** Start of the newest outcome: when it changes, a run has ended. */
  last_outcome_at: string | null
}
