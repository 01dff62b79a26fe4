import type { Kysely } from 'kysely'
import { oncePerSnapshot } from '../db/once.ts'
import type { Snapshot, WarehouseReader } from '../db/snapshot.ts'
import type { Database } from '../schema.ts'
import { checkFindings, checkHistory, checksOfRun } from './checks.ts'
import { fileDetail, fileRows } from './files.ts'
import { lastFetches } from './fetches.ts'
import { freshnessRows } from './freshness.ts'
import { droppedParameters, feedRows, runRows, totalOf } from './lists.ts'
import { freshnessMatrix } from './matrix.ts'
import { rejectGroups, rejectRows, rejectTrend } from './rejects.ts'
import { dataState, newestChecks } from './state.ts'
import { noSnapshot } from '../page/answer.ts'
import { daysOfData } from '../filter/last-day.ts'
import { missingFeeds } from '../page/missing.ts'
import type { Answer } from '../page/page-types.ts'
import type { DataPage, DataQuery } from './data-types.ts'

/** How the data came to be: runs, files, what was rejected and why, checks, and how fresh each feed is. */
export async function dataPage(reader: WarehouseReader, query: DataQuery = {}): Promise<Answer<DataPage>> {
  const page = await reader.read(`data ${JSON.stringify(query)}`, async (db, snapshot): Promise<DataPage> => {
    const [shared, asked] = await Promise.all([ofSnapshot(db, snapshot), ofQuery(db, query)])
    return { snapshot_id: snapshot.snapshot_id, query, ...shared, totals: totalOf(shared.feeds), ...asked }
  })
  return page ?? noSnapshot()
}

/** A clock that was wrong for a year would fill the page. */
const MOST_OUTLYING = 20

/** What no filter changes. */
async function ofSnapshot(db: Kysely<Database>, snapshot: Snapshot) {
  const { outlying } = await daysOfData(db)
  const [missing, state, runs, checks, check_history, freshness, matrix, dropped_parameters, feeds, source_fetches] =
    await Promise.all([
      missingFeeds(db, ['exams', 'scanner_log', 'ai_results', 'billing', 'costs']),
      dataState(db, snapshot),
      runRows(db),
      newestChecks(db),
      oncePerSnapshot(db, 'check history', checkHistory),
      freshnessRows(db),
      freshnessMatrix(db),
      oncePerSnapshot(db, 'dropped parameters', droppedParameters),
      oncePerSnapshot(db, 'feed rows', feedRows),
      oncePerSnapshot(db, 'source fetches', lastFetches),
    ])
  return {
    ...{ missing, state, runs, checks, check_history, freshness, matrix, dropped_parameters, feeds, source_fetches },
    outlying_days: outlying.slice(0, MOST_OUTLYING),
  }
}

async function ofQuery(db: Kysely<Database>, query: DataQuery) {
  const [files, reject_groups, rejects, reject_trend, run_checks, file, check_findings] = await Promise.all([
    fileRows(db, query),
    rejectGroups(db, query),
    rejectRows(db, query),
    rejectTrend(db, query),
    query.run ? checksOfRun(db, query.run) : [],
    query.file ? fileDetail(db, query.file) : null,
    checkFindings(db, query.run ?? null),
  ])
  return { files, reject_groups, rejects, reject_trend, run_checks, file, check_findings }
}
