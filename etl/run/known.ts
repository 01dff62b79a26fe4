import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openDb, rows, type Db } from '../db.ts'
import { contractOf } from '../contracts/index.ts'
import { contentId } from '../load/files.ts'
import { formatOf } from '../landing/inspect.ts'
import type { LandedFile } from '../landing/discover.ts'
import { SCHEMA_VERSION } from '../schema/index.ts'
import { readMeta } from './restore.ts'
import type { Known } from './sort-files.ts'

/** What the base snapshot says of itself and of the files it was made from. */
export interface Base {
  file: string
  meta: Map<string, string>
  known: Known
  statKeys: Map<string, Set<string>>
}

/** Looks into a snapshot; null when it is not there or has another schema: then the warehouse is rebuilt from history. */
export async function readBase(dataDir: string, file: string | null): Promise<Base | null> {
  const path = file && join(dataDir, file)
  if (!path || !existsSync(path)) return null
  const { db, close } = await openDb(path, { threads: 1, memoryLimit: '1GB', tempDir: null, readOnly: true })
  try {
    const meta = await readMeta(db)
    if (meta.get('schema_version') !== String(SCHEMA_VERSION)) return null
    return { file: path, meta, ...(await readKnown(db)) }
  } finally {
    close()
  }
}

/** Known contents and paths from ops.source_file. */
export async function readKnown(db: Db): Promise<Pick<Base, 'known' | 'statKeys'>> {
  const files = await rows<{ feed: string; path: string; sha256: string; stat_key: string | null; status: string }>(
    db,
    'SELECT feed, path, sha256, stat_key, status FROM ops.source_file',
  )
  const known: Known = { contents: new Set(), paths: new Map() }
  const statKeys = new Map<string, Set<string>>()
  for (const f of files) {
    // A format that is not read, or a folder that is no feed, does not make the content known: see sort-files.
    if (f.status === 'loaded' || (contractOf(f.feed) && formatOf(f.path) !== null))
      known.contents.add(contentId(f.feed, f.sha256))
    known.paths.set(f.path, (known.paths.get(f.path) ?? new Set()).add(f.sha256))
    if (f.stat_key) statKeys.set(f.path, (statKeys.get(f.path) ?? new Set()).add(f.stat_key))
  }
  return { known, statKeys }
}

/** Files that may be new: their size, times or inode are not those of a recorded look. */
export function candidates(files: LandedFile[], statKeys: Map<string, Set<string>>): LandedFile[] {
  return files.filter((f) => !statKeys.get(f.path)?.has(f.statKey))
}
