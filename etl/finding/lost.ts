import { existsSync } from 'node:fs'
import { wayBack } from '../history/compare.ts'
import type { History } from '../history/history.ts'
import { EtlError } from '../errors.ts'
import { pointerPath, readPointer } from '../publish/pointer.ts'
import { snapshotIds } from '../publish/snapshots.ts'
import { runsOf } from './known.ts'

/**
 * Runs that a snapshot or the pointer knows and history does not, oldest first. A run's record is written before the pointer
 * names it; only the newest snapshot may be of a run that was killed before that, and then its own id says nothing.
 */
export async function lostRuns(dataDir: string, history: History): Promise<string[]> {
  const { listed, forgotten } = await history.listed()
  const recorded = new Set(listed.map(({ id }) => id))
  const pointer = await readPointer(dataDir)
  const newest = (await snapshotIds(dataDir)).at(-1)
  const known = new Set(newest ? await runsOf(dataDir, newest) : [])
  // With a torn pointer and no record at all, what is there was published.
  const isTorn = pointer === null && existsSync(pointerPath(dataDir)) && recorded.size === 0
  if (newest && !recorded.has(newest) && !isTorn) known.delete(newest)
  if (pointer) {
    for (const id of [pointer.run_id, pointer.newest_run_id ?? pointer.run_id]) known.add(id)
    if (!recorded.has(pointer.run_id) && pointer.snapshot_id !== newest)
      for (const id of await runsOf(dataDir, pointer.snapshot_id)) known.add(id)
  }
  return [...known].filter((id) => !recorded.has(id) && !forgotten.has(id)).sort()
}

/**
 * Stops before anything is swept or loaded when history lacks what a snapshot or a record still names.
 *
 * @throws EtlError `etl/history-lost`
 */
export async function stopIfLost(dataDir: string, history: History): Promise<void> {
  const runs = await lostRuns(dataDir, history)
  if (runs.length > 0) throw lost(await namedRuns(history, runs))
  const files = await history.missing()
  if (files.length === 0) return
  const [first, ...more] = files
  const others = more.length > 0 ? ` and ${more.length} more files` : ''
  const compaction = (await history.hasLostCompaction())
    ? ': history/compacted.json is missing too, though compacted files are there, and it names them. Put that back first'
    : ''
  throw lost(`history/${first!.name}${others}${compaction}`)
}

async function namedRuns(history: History, runs: string[]): Promise<string> {
  if ((await history.listed()).listed.length === 0)
    return `the history of ${runs.length} run${runs.length === 1 ? '' : 's'} (${history.dir}, newest ${runs.at(-1)})`
  const shown = runs.slice(-3).map((id) => `history/runs/${id}.json`)
  return `${shown.join(', ')}${runs.length > 3 ? ` and ${runs.length - 3} older records` : ''}`
}

const lost = (what: string) =>
  new EtlError(
    'etl/history-lost',
    `missing, though a snapshot or a record names it: ${what}. Nothing was published or removed, the previous snapshot stays. ${wayBack('what is missing')}`,
  )
