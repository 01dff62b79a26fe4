import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { openDb, rows, type Db } from '../db.ts'
import { History } from '../history/history.ts'
import { livingScheduler, type SchedulerState } from '../operation/control-files.ts'
import { lastOutcomes, type Outcome } from '../operation/outcomes.ts'
import { readProgress, type RunProgress } from '../operation/progress-file.ts'
import { readPointer, type Pointer } from '../publish/pointer.ts'
import { snapshotIds } from '../publish/snapshots.ts'
import { fetchLine, newestFetches } from '../sources/answers.ts'
import { readFetches, type SourceFetch } from '../sources/fetch-log.ts'

interface FeedState {
  feed: string
  newest_file: string | null
  files: number
  rows_loaded: number
  open_rejects: number
}

interface State {
  current: Pointer | null
  /** Those that are there and have a record: what `rollback` takes. */
  snapshots: string[]
  /** Last outcomes, newest last; failed runs too. */
  outcomes: Outcome[]
  /** The newest answer of every HTTP source, also of runs that published nothing. */
  sources: SourceFetch[]
  feeds: FeedState[]
  failed_checks: { check_name: string; severity: string; detail: string | null }[]
  /** Null when none runs. */
  scheduler: SchedulerState | null
  running: RunProgress | null
}

/** The last runs, the current snapshot, freshness and open problems per feed, as text or as one JSON object. */
export async function status(config: Config, json: boolean): Promise<string> {
  const state = await readState(config.dataDir)
  return json ? JSON.stringify(state) : lines(state).join('\n')
}

async function readState(dataDir: string): Promise<State> {
  const current = await readPointer(dataDir)
  const state: State = {
    current,
    snapshots: await published(dataDir),
    outcomes: await lastOutcomes(dataDir, 10),
    sources: newestFetches(await readFetches(dataDir)),
    feeds: [],
    failed_checks: [],
    scheduler: livingScheduler(dataDir),
    running: readProgress(dataDir),
  }
  if (!current || !existsSync(join(dataDir, current.file))) return state
  const { db, close } = await openDb(join(dataDir, current.file), {
    threads: 1,
    memoryLimit: '1GB',
    tempDir: null,
    readOnly: true,
  })
  try {
    return { ...state, feeds: await readFeeds(db), failed_checks: await readFailedChecks(db, current.run_id) }
  } finally {
    close()
  }
}

/** Where a record cannot be read, all snapshots: `verify` says what is wrong with it. */
async function published(dataDir: string): Promise<string[]> {
  const ids = await snapshotIds(dataDir)
  const records = await new History(dataDir).records().catch(() => null)
  return records ? ids.filter((id) => records.some((r) => r.snapshot_id === id)) : ids
}

function readFeeds(db: Db): Promise<FeedState[]> {
  return rows(
    db,
    `SELECT feed, strftime(max(modified_at), '%Y-%m-%dT%H:%M:%SZ') AS newest_file, count(*) AS files,
       coalesce(sum(rows_loaded), 0)::BIGINT AS rows_loaded,
       (SELECT count(*) FROM ops.reject r WHERE r.feed = f.feed) AS open_rejects
     FROM ops.source_file f GROUP BY feed ORDER BY feed`,
  )
}

function readFailedChecks(db: Db, runId: string): Promise<State['failed_checks']> {
  return rows(db, 'SELECT check_name, severity, detail FROM ops.check WHERE run_id = $1 AND NOT passed ORDER BY 1', [
    runId,
  ])
}

function lines(state: State): string[] {
  const { current } = state
  const kept = state.snapshots.map((id) => `  ${id}${id === current?.snapshot_id ? '  (current)' : ''}`)
  return [
    current
      ? `Snapshot ${current.snapshot_id}, published ${current.published_at}${current.is_demo ? ', demo data' : ''}${current.rolled_back ? ', rolled back' : ''}`
      : 'No snapshot yet. Put files under LANDING_DIR and run: npm run etl',
    schedulerLine(state.scheduler),
    ...(state.running ? [runningLine(state.running)] : []),
    '',
    'Retained snapshots',
    ...(kept.length > 0 ? kept : ['  none']),
    '',
    'Last runs',
    ...state.outcomes.map(
      (o) =>
        `  ${o.started_at}  ${o.trigger ?? 'command'}${o.requested_by ? ` of ${o.requested_by}` : ''}  ${o.status}${o.message ? `: ${o.message}` : o.rows_loaded === undefined ? '' : `, ${o.rows_loaded} rows loaded`}`,
    ),
    '',
    'Feeds',
    ...state.feeds.map(
      (f) =>
        `  ${f.feed.padEnd(12)} newest file ${f.newest_file}, ${f.files} files, ${f.rows_loaded} rows loaded, ${f.open_rejects} open rejects`,
    ),
    ...(state.sources.length > 0 ? ['', 'HTTP sources'] : []),
    ...state.sources.map((f) => `  ${f.ended_at}  ${fetchLine(f)}`),
    ...(state.failed_checks.length > 0 ? ['', 'Checks that failed'] : []),
    ...state.failed_checks.map((c) => `  ${c.severity}  ${c.check_name}: ${c.detail ?? ''}`),
  ]
}

function schedulerLine(scheduler: SchedulerState | null): string {
  if (!scheduler) return 'No scheduler runs. Start one with npm start, or npm run etl -- schedule'
  return `Scheduler: process ${scheduler.pid}, "${scheduler.cron}" (${scheduler.time_zone}), next run ${scheduler.next_run_at ?? 'never'}`
}

function runningLine(run: RunProgress): string {
  const by = run.requested_by ? ` of ${run.requested_by}` : ''
  return `Running since ${run.started_at} (${run.trigger}${by}, process ${run.pid}): ${run.step}${run.detail ? `, ${run.detail}` : ''}`
}
