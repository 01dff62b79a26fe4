import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Snapshot } from '#queries/db/snapshots.ts'
import type { KeptSnapshot } from '../../operation.ts'

/** The snapshots that a run has published and that are kept, newest first. One without a record is of a run that was killed before. */
export async function keptSnapshots(snapshot: Snapshot | null): Promise<KeptSnapshot[]> {
  if (!snapshot) return []
  const folder = path.dirname(snapshot.file)
  const names = await readdir(folder).catch(() => [])
  const isPublished = (id: string) => existsSync(path.join(snapshot.data_dir, 'history/runs', `${id}.json`))
  const kept = names.map(async (name): Promise<KeptSnapshot[]> => {
    const [, snapshot_id] = /^snapshot-(.+)\.duckdb$/.exec(name) ?? []
    const stats = snapshot_id ? await stat(path.join(folder, name)).catch(() => null) : null
    if (!snapshot_id || !stats || !isPublished(snapshot_id)) return []
    const { size, mtime } = stats
    return [
      { snapshot_id, bytes: size, written_at: mtime.toISOString(), current: snapshot_id === snapshot.snapshot_id },
    ]
  })
  const found = (await Promise.all(kept)).flat()
  return found.sort((a, b) => (a.snapshot_id < b.snapshot_id ? 1 : -1))
}
