import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Snapshot } from '#queries/db/snapshots.ts'
import { Problem } from './gate/refuse.ts'
import type { SnapshotFile } from './sandbox/process.ts'

/** Where the current snapshot is learnt from; a reader of the dashboard is one. */
export interface CurrentSnapshot {
  current(): Promise<Snapshot | null>
}

const asFile = ({ snapshot_id, file, data_dir }: Snapshot): SnapshotFile => ({
  id: snapshot_id,
  file,
  dataDir: data_dir,
})

/** @throws {Problem} `no_snapshot` */
export async function currentFile(reader: CurrentSnapshot): Promise<SnapshotFile> {
  const snapshot = await reader.current().catch(() => null)
  if (snapshot) return asFile(snapshot)
  throw new Problem({
    code: 'no_snapshot',
    message: 'Nothing is published yet: run "npm run etl" to load the landing folder, or "npm start" for a demo.',
  })
}

/** File of a retained snapshot, in the folder of the current one; null when it is not kept. */
export function retainedPath(id: string, current: Pick<SnapshotFile, 'id' | 'file'>): string | null {
  const [name] = path.basename(current.file).split(current.id)
  const file = path.join(path.dirname(current.file), `${name}${id}.duckdb`)
  return /^[\w.-]{1,100}$/.test(id) && existsSync(file) ? file : null
}

/** A retained snapshot, or the current one. @throws {Problem} `snapshot_gone` */
export function retainedFile(id: string, current: SnapshotFile): SnapshotFile {
  if (id === current.id) return current
  const file = retainedPath(id, current)
  if (file) return { id, file, dataDir: current.dataDir }
  throw new Problem({
    code: 'snapshot_gone',
    message: 'This snapshot is no longer kept. Ask the current one: its figures may differ.',
  })
}
