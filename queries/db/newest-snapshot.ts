import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Snapshot } from './snapshot.ts'

const FOLDER = 'snapshots'

/**
 * The newest snapshot file of a data directory, by what it says of itself: what to serve while `current.json` is torn and
 * no run has mended it yet. A snapshot is whole as soon as its file has its name; those that the record of a run names go
 * before those of runs that were killed before they counted. Null when there is none that opens.
 */
export async function newestSnapshot(dataDir: string): Promise<Snapshot | null> {
  const names = await readdir(path.join(dataDir, FOLDER)).catch(() => [])
  // Ids sort by time.
  const newest = names
    .filter((name) => /^snapshot-.+\.duckdb$/.test(name))
    .sort()
    .reverse()
  const isRecorded = (name: string) =>
    existsSync(path.join(dataDir, 'history/runs', name.replace(/^snapshot-(.+)\.duckdb$/, '$1.json')))
  for (const name of [...newest.filter(isRecorded), ...newest.filter((name) => !isRecorded(name))]) {
    const found = await describe(dataDir, path.join(dataDir, FOLDER, name)).catch(() => null)
    if (found) return found
  }
  return null
}

async function describe(dataDir: string, file: string): Promise<Snapshot> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY', threads: '1' })
  try {
    const connection = await instance.connect()
    const answer = await connection.runAndReadAll('SELECT key, value FROM ops.meta')
    connection.closeSync()
    const meta = new Map(answer.getRows().map(([key, value]) => [String(key), String(value)]))
    const id = meta.get('snapshot_id')
    if (!id) throw new Error(`${file} does not say which snapshot it is`)
    return {
      schema_version: Number(meta.get('schema_version')),
      snapshot_id: id,
      file,
      published_at: (await stat(file)).mtime.toISOString(),
      run_id: id,
      is_demo: meta.get('is_demo') === 'true',
      data_dir: dataDir,
    }
  } finally {
    instance.closeSync()
  }
}
