import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { insertObjects, openDb, rows, type Db } from '../db.ts'
import { factCounts } from '../checks/index.ts'
import { contractOf } from '../contracts/index.ts'
import { Folder } from '../landing/folder.ts'
import { formatOf } from '../landing/inspect.ts'
import { readScanHeader, readScanIndex, type ScanIndex } from '../landing/scan-index.ts'
import { readMeta } from '../publish/meta.ts'
import { readPointer } from '../publish/pointer.ts'
import { snapshotFile } from '../publish/snapshots.ts'
import { SCHEMA_VERSION } from '../schema/index.ts'
import { PROGRAM_VERSION } from '../version.ts'
import type { Known } from './sort-files.ts'

/** The snapshot that a run starts from, and what it says of itself and of the files it was made from. */
export interface Base extends ScanIndex {
  file: string
  /** Whether that came from the scan index; then the index need not be written again when nothing is new. */
  indexed: boolean
}

/** Looks into a snapshot; null when it is not there or has another schema: then the warehouse is rebuilt from history. */
export async function readBase(dataDir: string, snapshotId: string | null): Promise<Base | null> {
  const file = snapshotId && join(dataDir, snapshotFile(snapshotId))
  if (!file || !existsSync(file)) return null
  const index = readScanIndex(dataDir, snapshotId)
  const found = index ?? (await withSnapshot(file, (db) => readIndex(db, snapshotId)))
  // A newer program may bear rows that an older one set aside: it makes the warehouse anew, with them.
  const isOurs = found.setAsideBy === null || found.setAsideBy === PROGRAM_VERSION
  return isOurs && found.schemaVersion === String(SCHEMA_VERSION) ? { ...found, file, indexed: index !== null } : null
}

export async function withSnapshot<T>(file: string, ask: (db: Db) => Promise<T>): Promise<T> {
  const { db, close } = await openDb(file, { threads: 1, memoryLimit: '1GB', tempDir: null, readOnly: true })
  try {
    return await ask(db)
  } finally {
    close()
  }
}

/**
 * Rows of every fact table in the snapshot that is served, for a run that makes the warehouse anew: it may not lose more than
 * a night may. Empty where none can be read (lost, broken, of another schema): making it anew is how that is mended.
 */
export async function servedCounts(dataDir: string): Promise<Map<string, number>> {
  const pointer = await readPointer(dataDir)
  const file = pointer && join(dataDir, pointer.file)
  if (!file || !existsSync(file)) return new Map()
  return withSnapshot(file, factCounts).catch(() => new Map<string, number>())
}

/** Ids of the runs that led to a snapshot. */
export const runIds = async (db: Db) =>
  (await rows<{ run_id: string }>(db, 'SELECT run_id FROM ops.run ORDER BY run_id')).map((r) => r.run_id)

/** Ids of the runs that led to a snapshot, by the scan index where that is its own; none where the snapshot cannot be read. */
export async function runsOf(dataDir: string, snapshotId: string): Promise<string[]> {
  const file = join(dataDir, snapshotFile(snapshotId))
  if (!existsSync(file)) return []
  return readScanHeader(dataDir, snapshotId)?.runs ?? (await withSnapshot(file, runIds).catch(() => []))
}

/** What the scan index would say, from the snapshot itself. One of another schema need not have what is asked of it. */
async function readIndex(db: Db, snapshotId: string): Promise<ScanIndex> {
  const meta = await readMeta(db)
  const isOurs = meta.get('schema_version') === String(SCHEMA_VERSION)
  return {
    snapshotId,
    schemaVersion: meta.get('schema_version') ?? '',
    reference: meta.get('reference') ?? '',
    models: meta.get('models') ?? '',
    isDemo: meta.get('is_demo') === 'true',
    setAsideBy: meta.get('set_aside_by') ?? null,
    snapshotStat: null,
    runs: isOurs ? await runIds(db) : [],
    folders: isOurs ? await knownFolders(db) : new Map(),
  }
}

/** The files of ops.source_file, or of view `any_file` while a run lasts, with size, times and inode as they were last seen, by folder. */
export async function knownFolders(db: Db, from = 'ops.source_file'): Promise<Map<string, Folder>> {
  const folders = new Map<string, Folder>()
  const files = await rows<{ path: string; stat_key: string }>(
    db,
    `SELECT path, stat_key FROM ${from} WHERE stat_key IS NOT NULL ORDER BY path`,
  )
  for (const { path, stat_key: key } of files) {
    const slash = path.lastIndexOf('/')
    const below = slash === -1 ? '' : path.slice(0, slash)
    const folder = folders.get(below) ?? new Folder()
    folder.addKey(path.slice(slash + 1), key)
    folders.set(below, folder)
  }
  return folders
}

/** What ops.source_file, or view `any_file`, knows of some contents. */
export async function readKnown(db: Db, shas: string[], from = 'ops.source_file'): Promise<Known> {
  await db.run('CREATE OR REPLACE TEMP TABLE asked (sha256 VARCHAR)')
  await insertObjects(
    db,
    'asked',
    { sha256: 'VARCHAR' },
    shas.map((sha256) => ({ sha256 })),
  )
  const files = await rows<{ file_id: string; feed: string; path: string; status: string }>(
    db,
    `SELECT file_id, feed, path, status FROM ${from} SEMI JOIN asked USING (sha256)`,
  )
  const known: Known = { contents: new Set(), paths: new Map() }
  for (const f of files) {
    // A format that is not read, or a folder that is no feed, does not make the content known: see sort-files.
    if (f.status === 'loaded' || (contractOf(f.feed) && formatOf(f.path) !== null)) known.contents.add(f.file_id)
    known.paths.set(f.path, (known.paths.get(f.path) ?? new Set()).add(f.file_id))
  }
  return known
}
