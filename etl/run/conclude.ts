import type { Config } from '../config.ts'
import { checkRowCounts, factCounts, recordChecks, runChecks, stopIfBlocked, type Settings } from '../checks/index.ts'
import type { LoadContext } from '../filling/context.ts'
import { hasSetAside, keepInHistory, recordRun, runFigures, type RunRecord } from '../filling/record.ts'
import { isDemo } from '../landing/demo.ts'
import { modelsFingerprint } from '../models/index.ts'
import { profileChecks, type LeftOut } from '../profiles/checks.ts'
import type { Profiles } from '../profiles/folder.ts'
import { writeMeta } from '../publish/meta.ts'
import { writePointer } from '../publish/pointer.ts'
import { snapshotFile } from '../publish/snapshots.ts'
import { identityFingerprint, referenceFingerprint, type Reference } from '../reference/index.ts'
import { SCHEMA_VERSION } from '../schema/index.ts'
import { recordFetches } from '../sources/fetch-log.ts'
import { PROGRAM_VERSION } from '../version.ts'
import type { RunOptions } from './options.ts'

/** A run whose marts are built. */
export interface BuiltRun {
  config: Config
  options: RunOptions
  startedAt: Date
  /** Whether history had no run before. */
  isFirst: boolean
  reference: Reference
  /** Rows of the facts before the run. */
  before: Map<string, number>
  settings: Settings | null
  profiles: Profiles
  leftOut: LeftOut
}

/**
 * Checks, then the run's own rows in `ops` and its record for history.
 *
 * @throws EtlError when a blocking check fails
 */
export async function conclude(context: LoadContext, run: BuiltRun): Promise<RunRecord> {
  const { db, history, progress, runId, times } = context
  const { config, options, reference, startedAt } = run
  const { allowShrink, allow = [] } = options
  progress.step('checking')
  const counts = checkRowCounts(run.before, await factCounts(db))
  stopIfBlocked(counts, { shrink: allowShrink, checks: allow })
  await recordFetches(db, config.dataDir)
  const how = { settings: run.settings, timeZone: config.timeZone, now: startedAt, runId }
  const results = await times.time('checks', () => runChecks(db, how))
  results.push(...profileChecks(run.profiles, run.leftOut))
  stopIfBlocked(results, { shrink: allowShrink, checks: allow })
  await recordChecks(db, runId, [...counts, ...results])
  const record: RunRecord = {
    run_id: runId,
    started_at: startedAt.toISOString(),
    ended_at: new Date().toISOString(),
    kind: options.rebuild ? 'rebuild' : run.isFirst ? 'backfill' : 'nightly',
    snapshot_id: runId,
    is_demo: isDemo(config.controlDir),
    figures: await runFigures(db),
  }
  await times.time('history', () => keepInHistory(db, history, runId), 'ops')
  await recordRun(db, record)
  await writeMeta(db, {
    snapshot_id: record.snapshot_id,
    reference: referenceFingerprint(reference),
    identity: JSON.stringify(Object.fromEntries(identityFingerprint(reference))),
    models: modelsFingerprint(),
    is_demo: record.is_demo,
    ...((await hasSetAside(db)) ? { set_aside_by: PROGRAM_VERSION } : {}),
  })
  return record
}

/** Lets readers have the run's snapshot. `newestRunId`: of the newest run, where that is another. */
export function pointAt(
  dataDir: string,
  r: Pick<RunRecord, 'snapshot_id' | 'run_id' | 'is_demo'>,
  newestRunId = r.run_id,
): Promise<void> {
  return writePointer(dataDir, {
    schema_version: SCHEMA_VERSION,
    snapshot_id: r.snapshot_id,
    file: snapshotFile(r.snapshot_id),
    published_at: new Date().toISOString(),
    run_id: r.run_id,
    is_demo: r.is_demo,
    ...(newestRunId === r.run_id ? {} : { newest_run_id: newestRunId }),
  })
}
