import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { lostRuns, stopIfLost } from '../finding/lost.ts'
import { isSound, newestSound } from '../finding/sound-snapshots.ts'
import type { History, HistoryRecord } from '../history/history.ts'
import { everything, spoiled } from '../history/spoiled.ts'
import type { Progress } from '../operation/progress.ts'
import { keyFingerprint, pseudonymKey } from '../publish/key.ts'
import { readPointer } from '../publish/pointer.ts'
import { snapshotFile } from '../publish/snapshots.ts'
import { pointAt } from './conclude.ts'
import type { RunOptions } from './options.ts'

/** What a run may go on from. */
export interface Trusted {
  /** Of the runs that count, oldest first. */
  records: HistoryRecord[]
  /** The key of the patient hash: that of history. */
  key: string
  /** Whether history says which key that is; older programs did not. */
  keyIsKnown: boolean
}

/**
 * Holds history against what snapshots know of it and against the key, before anything is removed, asked for or loaded. What
 * is to be forgotten is forgotten first.
 *
 * @throws EtlError `etl/history-lost`, `etl/history-torn`, `etl/history-version`; UsageError `etl/key-…`
 */
export async function trustedHistory(config: Config, options: RunOptions, history: History): Promise<Trusted> {
  const { dataDir } = config
  if (options.newKey || options.forgetLost) await forget(dataDir, options, history)
  await stopIfLost(dataDir, history)
  const records = await history.records()
  const fingerprint = records.filter((r) => r.key).at(-1)?.key ?? null
  const known = { hasHistory: records.length > 0, fingerprint }
  const key = await pseudonymKey(dataDir, config.pseudonymKey, known)
  history.key = keyFingerprint(key)
  return { records, key, keyIsKnown: fingerprint !== null }
}

async function forget(dataDir: string, { newKey, progress }: RunOptions, history: History): Promise<void> {
  progress.step('comparing history')
  history.forget(newKey ? await everything(history) : await spoiled(history))
  history.forget({ runs: await lostRuns(dataDir, history), compactions: [] })
  const runs = [...(await history.listed()).forgotten].sort()
  progress.note(
    runs.length === 0
      ? 'nothing of history is lost or damaged'
      : `going on without ${runs.length} run${runs.length === 1 ? '' : 's'} of history, ${runs[0]} to ${runs.at(-1)}: their files are loaded again where they are still landed`,
  )
}

/**
 * Looks whether the newest snapshot, which the run starts from, and the one that is served are what their runs published.
 * In the place of a served one that is not, the newest that is gets served at once. Returns ids of those that are not.
 */
export async function damagedSnapshots(
  dataDir: string,
  records: HistoryRecord[],
  progress: Progress,
): Promise<Set<string>> {
  const damaged = new Set<string>()
  const newest = records.at(-1)
  const pointer = await readPointer(dataDir)
  for (const record of records) {
    const id = record.snapshot_id
    if (id !== newest?.snapshot_id && id !== pointer?.snapshot_id) continue
    if (existsSync(join(dataDir, snapshotFile(id))) && !(await isSound(dataDir, record))) damaged.add(id)
  }
  for (const id of damaged) progress.note(`${snapshotFile(id)} is damaged: it is not what its run published`)
  if (!pointer || !damaged.has(pointer.snapshot_id)) return damaged
  const other = await newestSound(dataDir, records, damaged)
  if (other) await pointAt(dataDir, other, newest!.run_id)
  progress.note(
    other
      ? `snapshot ${other.snapshot_id}, the newest that is sound, is served until this run has published`
      : 'no other snapshot that is kept is sound: the damaged one stays served until this run has made it anew from history',
  )
  return damaged
}
