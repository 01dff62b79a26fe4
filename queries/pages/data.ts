import type { WarehouseReader } from '../db/snapshot.ts'
import { freshnessRows } from './data/freshness.ts'
import { droppedParameters, feedRows, fileRows, rejectGroups, rejectRows, runRows } from './data/lists.ts'
import { dataState, newestChecks } from './data/state.ts'
import { noSnapshot } from './shared/answer.ts'
import { missingFeeds } from './shared/missing.ts'
import type { Answer, DataPage, DataQuery } from './types.ts'

/** How the data came to be: runs, files, what was rejected and why, checks, and how fresh each feed is. */
export async function dataPage(reader: WarehouseReader, query: DataQuery = {}): Promise<Answer<DataPage>> {
  const page = await reader.read(`data ${JSON.stringify(query)}`, async (db, snapshot): Promise<DataPage> => {
    const [missing, state, runs, files, groups, rejects, checks, freshness, dropped, feeds] = await Promise.all([
      missingFeeds(db, ['exams', 'scanner_log', 'ai_results', 'billing', 'costs']),
      dataState(db, snapshot),
      runRows(db),
      fileRows(db, query),
      rejectGroups(db, query.center),
      rejectRows(db, query),
      newestChecks(db),
      freshnessRows(db),
      droppedParameters(db),
      feedRows(db),
    ])
    return {
      snapshot_id: snapshot.snapshot_id,
      missing,
      query,
      state,
      runs,
      files,
      reject_groups: groups,
      rejects,
      checks,
      freshness,
      dropped_parameters: dropped,
      feeds,
    }
  })
  return page ?? noSnapshot()
}
