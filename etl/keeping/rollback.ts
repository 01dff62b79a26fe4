import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { openDb } from '../db.ts'
import { EtlError, UsageError } from '../errors.ts'
import { isSound } from '../finding/sound-snapshots.ts'
import { History, type HistoryRecord } from '../history/history.ts'
import { takeLock } from '../publish/lock.ts'
import { readMeta } from '../publish/meta.ts'
import { writePointer } from '../publish/pointer.ts'
import { snapshotFile } from '../publish/snapshots.ts'
import { SCHEMA_VERSION } from '../schema/index.ts'

/** Serves a retained snapshot again until a run publishes a new one. */
export async function rollback(config: Config, id: string): Promise<string> {
  const file = snapshotFile(id)
  const path = join(config.dataDir, file)
  if (!/^[\w~-]+$/.test(id) || !existsSync(path)) {
    throw new UsageError(`there is no snapshot ${id}. npm run etl -- status lists those retained.`)
  }
  const unlock = takeLock(config.dataDir)
  try {
    const records = await new History(config.dataDir).records()
    await assertPublished(config.dataDir, id, records)
    const meta = await metaOf(path, id)
    if (meta.get('schema_version') !== String(SCHEMA_VERSION)) {
      throw new UsageError(
        `snapshot ${id} has schema ${meta.get('schema_version')}, this program reads ${SCHEMA_VERSION}.`,
      )
    }
    await writePointer(config.dataDir, {
      schema_version: SCHEMA_VERSION,
      snapshot_id: id,
      file,
      published_at: new Date().toISOString(),
      run_id: id,
      is_demo: meta.get('is_demo') === 'true',
      rolled_back: true,
      newest_run_id: records.at(-1)!.run_id,
    })
    return `Snapshot ${id} is served until the next run publishes a new one.`
  } finally {
    unlock()
  }
}

/** A file without a record is of a run that was killed before it counted: the next run loads its rows once more. */
async function assertPublished(dataDir: string, id: string, records: HistoryRecord[]): Promise<void> {
  const record = records.find((r) => r.snapshot_id === id)
  if (!record)
    throw new UsageError(
      `no run’s record names snapshot ${id}: it was never published, or its run is forgotten. npm run etl -- status lists those retained.`,
    )
  if (await isSound(dataDir, record)) return
  throw new EtlError(
    'etl/snapshot-unusable',
    `snapshot ${id} is not what its run published; what is served stays. npm run etl -- verify tells which others are whole.`,
  )
}

async function metaOf(path: string, id: string): Promise<Map<string, string>> {
  let close = () => {}
  try {
    const opened = await openDb(path, { threads: 1, memoryLimit: '1GB', tempDir: null, readOnly: true })
    close = opened.close
    return await readMeta(opened.db)
  } catch {
    throw new EtlError(
      'etl/snapshot-unusable',
      `snapshot ${id} cannot be opened; what is served stays. npm run etl -- verify tells what is wrong.`,
    )
  } finally {
    close()
  }
}
